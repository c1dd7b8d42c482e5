// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CounterId, Credit, KeyInflow, KeySums, LaneClock, Shortfall} from "../types/Lane.sol";
import {IGuarded} from "./IGuarded.sol";
import {ILaneMessenger} from "./ILaneMessenger.sol";

/// @title ILaneGateway
/// @notice What each lane has credited and what the hub has authorised; lane clocks, holds and rate limits.
/// @dev For every key of a lane: sum of balances = sum credited - sum authorised (INV-02). Entries that send a message take
/// its fee as value: too little reverts with the endpoint's LZ_InsufficientFee(required, supplied), what is too much goes to
/// `refund`.
interface ILaneGateway is IGuarded, ILaneMessenger {
    /// @notice The gateway was linked to engine and hub vault, once and for all.
    /// @param engine margin engine
    /// @param hubVault vault of the hub's own keys
    event EngineBound(address indexed engine, address indexed hubVault);

    /// @notice A key was listed.
    /// @param key key (id)
    /// @param eid lane of the key (eid)
    /// @param token its token on that chain
    event KeyListed(uint8 indexed key, uint32 indexed eid, address token);

    /// @notice Collateral of an account was counted.
    /// @param account credited account
    /// @param key key (id)
    /// @param units amount (units)
    /// @param credited the account's counter afterwards (units)
    event Credited(address indexed account, uint8 indexed key, uint64 units, uint64 credited);

    /// @notice A deposit counter was heard that is not what is credited: bucket, cap or hold keep a part out, or it fell.
    /// @param account the account, 0 for cover
    /// @param key key (id)
    /// @param seen the vault's counter (units)
    /// @param credited the account's credit (units)
    event Seen(address indexed account, uint8 indexed key, uint64 seen, uint64 credited);

    /// @notice A release was authorised.
    /// @param account account whose collateral leaves
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount (units)
    /// @param authorised the recipient's counter afterwards (units)
    event Authorised(
        address indexed account,
        address indexed recipient,
        uint8 indexed key,
        uint64 units,
        uint64 authorised
    );

    /// @notice What could not be credited was sent home.
    /// @param account account it was deposited for
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount (units)
    event Returned(address indexed account, address indexed recipient, uint8 indexed key, uint64 units);

    /// @notice A heartbeat arrived.
    /// @param eid lane (eid)
    /// @param payee who is to be rewarded
    /// @param sentAt its date, vault's clock (unix seconds)
    event HeartbeatHeard(uint32 indexed eid, address indexed payee, uint40 sentAt);

    /// @notice The recorded shortfall of a key changed. All zero ends the hold.
    /// @param key key (id)
    /// @param accounts accounts whose counter is below their credit (count)
    /// @param deposits credit and cover beyond the deposited total (units)
    /// @param custody tokens missing at the vault (units)
    /// @param releases paid beyond authorised, covered or forgiven (units)
    event ShortfallRecorded(uint8 indexed key, uint64 accounts, uint96 deposits, uint96 custody, uint96 releases);

    /// @notice Credit without deposits was written off.
    /// @param account account whose credit falls
    /// @param recipient whose authorised counter falls; 0 if the account's balance does
    /// @param key key (id)
    /// @param units amount (units)
    event WrittenOff(address indexed account, address indexed recipient, uint8 indexed key, uint64 units);

    /// @notice A payment the hub never ordered was booked as a release of an account.
    /// @param account account whose balance falls
    /// @param recipient who was paid
    /// @param key key (id)
    /// @param units amount (units)
    event ReleaseCharged(address indexed account, address indexed recipient, uint8 indexed key, uint64 units);

    /// @notice A shortfall was accepted without charging anybody.
    /// @param key key (id)
    /// @param releases accepted payments (units)
    /// @param custody accepted loss of tokens (units)
    event ShortfallForgiven(uint8 indexed key, uint96 releases, uint96 custody);

    /// @notice A guardian holds a lane: no grants, no recognition for new risk.
    /// @param eid lane (eid)
    /// @param until end unless confirmed (unix seconds)
    event LaneHeld(uint32 indexed eid, uint256 until);

    /// @notice The hold of a lane was made permanent or ended by the governor.
    /// @param eid lane (eid)
    /// @param confirmed true if permanent, false if ended
    event LaneHoldDecided(uint32 indexed eid, bool confirmed);

    /// @notice A guardian holds a key: no grants, no recognition for new risk.
    /// @param key key (id)
    /// @param until end unless confirmed (unix seconds)
    event KeyHeld(uint8 indexed key, uint256 until);

    /// @notice The hold of a key was made permanent or ended by the governor.
    /// @param key key (id)
    /// @param confirmed true if permanent, false if ended
    event KeyHoldDecided(uint8 indexed key, bool confirmed);

    /// @notice The links are set once.
    /// @param engine the engine already linked
    error LaneGateway_AlreadyBound(address engine);

    /// @notice An address that must name a contract is zero.
    error LaneGateway_ZeroAddress();

    /// @notice Only the margin engine may call this.
    /// @param caller who tried
    error LaneGateway_NotEngine(address caller);

    /// @notice The caller neither owns nor operates the account.
    /// @param account the account
    /// @param caller who tried
    error LaneGateway_NotAuthorised(address account, address caller);

    /// @notice A key id is above 63 or in use, or the lane is 0.
    /// @param key key (id)
    /// @param eid lane asked (eid)
    error LaneGateway_CannotList(uint8 key, uint32 eid);

    /// @notice No such key is listed.
    /// @param key key (id)
    error LaneGateway_UnknownKey(uint8 key);

    /// @notice The key belongs to another lane.
    /// @param key key (id)
    /// @param eid lane asked (eid)
    /// @param laneOfKey lane of the key (eid)
    error LaneGateway_WrongLane(uint8 key, uint32 eid, uint32 laneOfKey);

    /// @notice The recipient is zero, the key's vault or token, or a sub-account nobody holds the private key of.
    /// @param recipient the address refused
    /// @param key key (id)
    error LaneGateway_BadRecipient(address recipient, uint8 key);

    /// @notice Nothing of the key is authorised while a shortfall stands.
    /// @param key key (id)
    /// @param accounts accounts whose counter is below their credit (count)
    /// @param deposits credit and cover beyond the deposited total (units)
    /// @param custody tokens missing at the vault (units)
    /// @param releases paid beyond authorised, covered or forgiven (units)
    error LaneGateway_Short(uint8 key, uint64 accounts, uint96 deposits, uint96 custody, uint96 releases);

    /// @notice The key or its lane is on hold.
    /// @param key key (id)
    error LaneGateway_Held(uint8 key);

    /// @notice The recipient's counter or the key's sum has no room for that much. Use another recipient.
    /// @param recipient receiver
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param room what is left (units)
    error LaneGateway_CounterFull(address recipient, uint8 key, uint64 units, uint256 room);

    /// @notice A key of the hub itself needs no message, hence no fee.
    /// @param value value given (wei)
    error LaneGateway_NoFeeNeeded(uint256 value);

    /// @notice Nothing can be sent home now.
    /// @param account the account
    /// @param key key (id)
    /// @param uncredited what is seen but not credited (units)
    /// @param room what the bucket lets through now (units)
    error LaneGateway_NothingToReturn(address account, uint8 key, uint64 uncredited, uint256 room);

    /// @notice More than the recorded shortfall, or than the counter to lower.
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param bound most allowed (units)
    error LaneGateway_BeyondShortfall(uint8 key, uint96 units, uint96 bound);

    /// @notice Links the engine and the hub vault, deployed after the gateway. Admin, once.
    /// @param engine margin engine
    /// @param hubVault vault of the hub's own keys
    function bindEngine(address engine, address hubVault) external;

    /// @notice Lists a key for ever. Governor. For a key of the hub itself `eid` is the hub's, and limits stand at its vault.
    /// @param key hub-wide id, below 64, never used before (id)
    /// @param eid lane of the key (eid)
    /// @param token its token on that chain, which is refused as a recipient
    /// @param cap most credited less authorised (units)
    /// @param bucketBps b of the inflow bucket as a share of the cap (bps)
    function listKey(uint8 key, uint32 eid, address token, uint64 cap, uint16 bucketBps) external;

    /// @notice Stops grants of a lane and its recognition for new risk, for 72 h. Guardian.
    /// @param eid lane (eid)
    function holdLane(uint32 eid) external;

    /// @notice Stops grants of a key and its recognition for new risk, for 72 h. Guardian.
    /// @param key key (id)
    function holdKey(uint8 key) external;

    /// @notice Makes a guardian's hold of a lane permanent, or ends it. Governor.
    /// @param eid lane (eid)
    /// @param confirmed true to make it permanent
    function decideLaneHold(uint32 eid, bool confirmed) external;

    /// @notice Makes a guardian's hold of a key permanent, or ends it. Governor.
    /// @param key key (id)
    /// @param confirmed true to make it permanent
    function decideKeyHold(uint8 key, bool confirmed) external;

    /// @notice Writes off credit whose deposits a reorg or a forger took back, at most the account's recorded shortfall: lowers
    /// its credit and, with no recipient, its balance; with one (it was withdrawn, and not paid), that recipient's authorised
    /// counter. Governor.
    /// @param account account whose counter is below its credit
    /// @param recipient whose authorised counter falls, 0 for the account's balance
    /// @param key key (id)
    /// @param units amount (units)
    function writeOff(address account, address recipient, uint8 key, uint64 units) external;

    /// @notice Books payments the hub never ordered as a release of an account that bears them, at most the recorded shortfall
    /// of releases: its balance falls, the recipient's authorised counter rises. Governor.
    /// @dev Lowering `credited` instead would not last: the deposit still stands, so anyone could grant it again.
    /// @param account account whose balance falls
    /// @param recipient who was paid
    /// @param key key (id)
    /// @param units amount (units)
    function chargeRelease(address account, address recipient, uint8 key, uint64 units) external;

    /// @notice Accepts a shortfall of releases or custody without charging anybody, at most what is recorded. Governor.
    /// @param key key (id)
    /// @param releases payments accepted (units)
    /// @param custody loss of tokens accepted (units)
    function forgive(uint8 key, uint96 releases, uint96 custody) external;

    /// @notice Credits what was kept out, as far as bucket and cap allow now and no hold stands. Open to anyone, never reverts
    /// but while the engine is locked.
    /// @param account the account
    /// @param key key (id)
    /// @return units amount credited (units)
    function grant(address account, uint8 key) external returns (uint64 units);

    /// @notice Sends home what cap or bucket keep out, as far as the gross bucket allows. By the account's owner or operator;
    /// a hold stops it.
    /// @param account the account
    /// @param key key (id)
    /// @param recipient receiver on the key's chain
    /// @param extraGas gas to buy at the vault beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function returnUncredited(
        address account,
        uint8 key,
        address recipient,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Raises the recipient's authorised counter and sends it to the key's vault. Engine only, which has already
    /// lowered the account's balance and refused sub-accounts as recipients. The message fee is the value sent; a key of the hub
    /// itself pays at once and takes no fee.
    /// @param account account whose collateral leaves
    /// @param recipient receiver on the key's chain
    /// @param key key (id)
    /// @param units amount (units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message, 0 for a key of the hub
    function authorise(
        address account,
        address recipient,
        uint8 key,
        uint64 units,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Sends authorised counters again. Without items it carries the hub's clock only, which a lane needs once a day.
    /// Open to anyone.
    /// @param eid lane (eid)
    /// @param items counters of keys of this lane, at most 100
    /// @param extraGas gas to buy at the vault beyond the standard (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function flush(
        uint32 eid,
        CounterId[] calldata items,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Fee of `flush`.
    /// @param eid lane (eid)
    /// @param items counters of keys of this lane, at most 100
    /// @param extraGas gas to buy at the vault beyond the standard (gas units)
    /// @return fee value to send (wei)
    function quoteFlush(
        uint32 eid,
        CounterId[] calldata items,
        uint128 extraGas
    ) external view returns (uint256 fee);

    /// @notice Fee of a withdrawal, a take that releases, or `returnUncredited`.
    /// @param key key (id)
    /// @param extraGas gas to buy at the vault beyond the standard (gas units)
    /// @return fee value to send, 0 for a key of the hub (wei)
    function quoteRelease(uint8 key, uint128 extraGas) external view returns (uint256 fee);

    /// @notice The lane a key belongs to.
    /// @param key key (id)
    /// @return eid LayerZero endpoint id, 0 if the key is not listed (eid)
    function laneOfKey(uint8 key) external view returns (uint32 eid);

    /// @notice Whether a guardian's hold or a shortfall stands on the key or its lane: no grants, nothing for new risk.
    /// @param key key (id)
    /// @return held true while it stands
    function isHeld(uint8 key) external view returns (bool held);

    /// @notice The token of a key on its own chain.
    /// @param key key (id)
    /// @return token its address, 0 if not listed
    function tokenOf(uint8 key) external view returns (address token);

    /// @notice Clock of a lane.
    /// @param eid lane (eid)
    /// @return clock newest dates and round trip
    function laneOf(uint32 eid) external view returns (LaneClock memory clock);

    /// @notice Inflow of a key now.
    /// @param key key (id)
    /// @return inflow cap, levels refilled to this instant, lane
    function inflowOf(uint8 key) external view returns (KeyInflow memory inflow);

    /// @notice Sums of a key.
    /// @param key key (id)
    /// @return sums credited, authorised, date of the newest grant, bucket share, flags
    function sumsOf(uint8 key) external view returns (KeySums memory sums);

    /// @notice What is known of one (account, key).
    /// @param account the account
    /// @param key key (id)
    /// @return credit seen and credited, with their dates
    function creditOf(address account, uint8 key) external view returns (Credit memory credit);

    /// @notice A recipient's cumulative releases.
    /// @param recipient the recipient
    /// @param key key (id)
    /// @return units the counter (units)
    function authorisedOf(address recipient, uint8 key) external view returns (uint64 units);

    /// @notice Recorded shortfall of a key.
    /// @param key key (id)
    /// @return shortfall all zero if none
    function shortfallOf(uint8 key) external view returns (Shortfall memory shortfall);

    /// @notice What could be credited now under cap and bucket.
    /// @param key key (id)
    /// @return room amount, whatever holds stand (units)
    function roomOf(uint8 key) external view returns (uint256 room);
}
