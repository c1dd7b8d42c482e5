// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CounterId} from "../types/Lane.sol";
import {ILaneBook} from "./ILaneBook.sol";
import {ILaneMessenger} from "./ILaneMessenger.sol";

/// @title ILaneGateway
/// @notice What each lane has credited and what the hub has authorised; lane clocks, holds and rate limits.
/// @dev Limits, holds, the resolution of shortfalls and most reads answer at the same address: `ILaneDesk`.
/// @dev For every key of a lane: sum of balances = sum credited - sum authorised (INV-02). Entries that send a
/// message take its fee as value: too little reverts with the endpoint's LZ_InsufficientFee(required, supplied), what
/// is too much goes to `refund`.
interface ILaneGateway is ILaneBook, ILaneMessenger {
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

    /// @notice A deposit counter was heard that is not what is credited: bucket, cap or hold keep a part out, or it
    /// fell.
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

    /// @notice The links are set once.
    /// @param engine the engine already linked
    error LaneGateway_AlreadyBound(address engine);

    /// @notice An address that must name a contract is zero.
    error LaneGateway_ZeroAddress();

    /// @notice The margin engine's risk engine belongs to another gateway. Deploy it with this one.
    /// @param asked gateway it asks about lanes
    /// @param gateway this one
    error LaneGateway_WrongGateway(address asked, address gateway);

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
    /// @param releases paid beyond authorised or covered (units)
    error LaneGateway_Short(uint8 key, uint64 accounts, uint96 deposits, uint96 custody, uint96 releases);

    /// @notice The key or its lane is on hold.
    /// @param key key (id)
    error LaneGateway_Held(uint8 key);

    /// @notice A key of the hub itself needs no message, hence no fee.
    /// @param value value given (wei)
    error LaneGateway_NoFeeNeeded(uint256 value);

    /// @notice Nothing can be sent home now.
    /// @param account the account
    /// @param key key (id)
    /// @param uncredited what is seen but not credited (units)
    /// @param room what the bucket lets through now (units)
    error LaneGateway_NothingToReturn(address account, uint8 key, uint64 uncredited, uint256 room);

    /// @notice Links the engine and the hub vault, deployed after the gateway. Admin, once.
    /// @param engine margin engine
    /// @param hubVault vault of the hub's own keys
    function bindEngine(address engine, address hubVault) external;

    /// @notice Lists a key for ever. Governor. For a key of the hub itself `eid` is the hub's, and limits stand at
    /// its vault.
    /// @param key hub-wide id, below 64, never used before (id)
    /// @param eid lane of the key (eid)
    /// @param token its token on that chain, which is refused as a recipient
    /// @param cap most credited less authorised (units)
    /// @param bucketBps b of the inflow bucket as a share of the cap (bps)
    function listKey(uint8 key, uint32 eid, address token, uint64 cap, uint16 bucketBps) external;

    /// @notice Credits what was kept out, as far as bucket and cap allow now and no hold or QUARANTINE stands. Open to
    /// anyone, never reverts but while the engine is locked.
    /// @param account the account
    /// @param key key (id)
    /// @return units amount credited (units)
    function grant(address account, uint8 key) external returns (uint64 units);

    /// @notice Sends home what cap or bucket keep out, as far as the gross bucket allows. By the account's owner or
    /// operator; a hold stops it.
    /// @param account the account
    /// @param key key (id)
    /// @param recipient receiver on the key's chain
    /// @param extraGas gas to buy at the vault beyond the standard, at most 10,000,000 (gas units)
    /// @param refund receiver of excess message fee
    /// @return guid LayerZero's id of the message
    function returnUncredited(
        address account,
        uint8 key,
        address recipient,
        uint128 extraGas,
        address refund
    ) external payable returns (bytes32 guid);

    /// @notice Raises the recipient's authorised counter and sends it to the key's vault. Engine only, which has
    /// already lowered the account's balance and refused sub-accounts as recipients. The message fee is the value
    /// sent; a key of the hub itself pays at once and takes no fee.
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

    /// @notice Sends authorised counters again. Without items it carries the hub's clock only, which a lane needs
    /// once a day, and after a late message with every heartbeat until its latency is down (decision 067). Open to
    /// anyone.
    /// @param eid lane (eid)
    /// @param items counters of keys of this lane, at most 100
    /// @param extraGas gas to buy at the vault beyond the standard, at most 10,000,000 (gas units)
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
    /// @param extraGas gas to buy at the vault beyond the standard, at most 10,000,000 (gas units)
    /// @return fee value to send (wei)
    function quoteFlush(uint32 eid, CounterId[] calldata items, uint128 extraGas) external view returns (uint256 fee);

    /// @notice Fee of a withdrawal, a take that releases, or `returnUncredited`.
    /// @param key key (id)
    /// @param extraGas gas to buy at the vault beyond the standard, at most 10,000,000 (gas units)
    /// @return fee value to send, 0 for a key of the hub (wei)
    function quoteRelease(uint8 key, uint128 extraGas) external view returns (uint256 fee);

    /// @notice The lane a key belongs to.
    /// @param key key (id)
    /// @return eid LayerZero endpoint id, 0 if the key is not listed (eid)
    function laneOfKey(uint8 key) external view returns (uint32 eid);

    /// @notice Whether a guardian's hold, the security hold or a shortfall stands on the key or its lane: no grants,
    /// nothing for new risk.
    /// @param key key (id)
    /// @return held true while it stands
    function isHeld(uint8 key) external view returns (bool held);

    /// @notice The margin engine.
    /// @return account its address, 0 before `bindEngine`
    function engine() external view returns (address account);

    /// @notice The vault of the hub's own keys.
    /// @return account its address, 0 before `bindEngine`
    function hubVault() external view returns (address account);

    /// @notice The hub.
    /// @return eid LayerZero endpoint id (eid)
    function hubEid() external view returns (uint32 eid);
}
