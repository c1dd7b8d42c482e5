// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, KeyInflow, KeySums, LaneState, Shortfall} from "../types/Lane.sol";
import {IGuarded} from "./IGuarded.sol";
import {ILaneBook} from "./ILaneBook.sol";
import {ILaneSecurity} from "./ILaneSecurity.sol";
import {ILaneTerms} from "./ILaneTerms.sol";

/// @title ILaneDesk
/// @notice The part of the gateway that messages and users never need: limits, holds, stages, the security
/// check, the resolution of shortfalls, reads.
/// @dev Called at the gateway's address, see `LaneDesk`.
interface ILaneDesk is ILaneBook, IGuarded, ILaneTerms, ILaneSecurity {
    /// @notice Credit without deposits was written off.
    /// @param account account whose credit falls
    /// @param bearer account that pays for it
    /// @param key key (id)
    /// @param units amount (units)
    /// @param debited part taken from the bearer's balance, the rest from its deposits kept uncredited (units)
    event WrittenOff(address indexed account, address indexed bearer, uint8 indexed key, uint64 units, uint64 debited);

    /// @notice A payment the hub never ordered was booked as a release of an account.
    /// @param bearer account that pays for it
    /// @param recipient who was paid, 0 for tokens the vault lost
    /// @param key key (id)
    /// @param units amount (units)
    /// @param debited part taken from the bearer's balance, the rest from its deposits kept uncredited (units)
    event ReleaseCharged(
        address indexed bearer,
        address indexed recipient,
        uint8 indexed key,
        uint64 units,
        uint64 debited
    );

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

    /// @notice The governor put a lane in QUARANTINE, or took that back.
    /// @param eid lane (eid)
    /// @param quarantined true if in QUARANTINE whatever its clock says
    event QuarantineSet(uint32 indexed eid, bool quarantined);

    /// @notice The QUARANTINE of a lane was confirmed: maintenance haircuts of its keys may pass the dynamic cap.
    /// @param eid lane (eid)
    /// @param until end unless the governor makes it permanent (unix seconds)
    event QuarantineConfirmed(uint32 indexed eid, uint256 until);

    /// @notice The confirmation of a QUARANTINE was made permanent or ended by the governor.
    /// @param eid lane (eid)
    /// @param confirmed true if it lasts as long as the QUARANTINE, false if ended
    event QuarantineDecided(uint32 indexed eid, bool confirmed);

    /// @notice The finality of a lane was set.
    /// @param eid lane (eid)
    /// @param latency Tmin (seconds)
    event MinLatencySet(uint32 indexed eid, uint16 latency);

    /// @notice The lane is not in QUARANTINE.
    /// @param eid lane (eid)
    /// @param stage stage it is in (index)
    /// @param bound stage it would have to be in (index)
    error LaneDesk_NotQuarantined(uint32 eid, uint256 stage, uint256 bound);

    /// @notice No lane assumes a longer finality than its longest latency.
    /// @param eid lane (eid)
    /// @param latency Tmin asked (seconds)
    /// @param maximum Tmax (seconds)
    error LaneDesk_LatencyTooLong(uint32 eid, uint16 latency, uint256 maximum);

    /// @notice The lane has no peer yet.
    /// @param eid lane (eid)
    error LaneDesk_NotOpen(uint32 eid);

    /// @notice More than the recorded shortfall, or than the counter to lower.
    /// @param key key (id)
    /// @param units amount asked (units)
    /// @param bound most allowed (units)
    error LaneDesk_BeyondShortfall(uint8 key, uint96 units, uint96 bound);

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

    /// @notice Puts a lane in QUARANTINE whatever its clock says, or takes that back. Governor.
    /// @param eid lane (eid)
    /// @param quarantined true to put it there
    function setQuarantine(uint32 eid, bool quarantined) external;

    /// @notice Lets the maintenance haircuts of a lane in QUARANTINE pass the dynamic cap (risk.md 2.4), for 72 h and
    /// no longer than it is in that stage. Guardian; not again within 7 days.
    /// @param eid lane (eid)
    function confirmQuarantine(uint32 eid) external;

    /// @notice Makes a guardian's confirmation of a QUARANTINE last as long as that stage, or ends it. Governor.
    /// @param eid lane (eid)
    /// @param confirmed true to make it last
    function decideQuarantine(uint32 eid, bool confirmed) external;

    /// @notice Sets the finality of a lane, its least latency. Governor.
    /// @param eid lane (eid)
    /// @param latency Tmin, at most Tmax = 7,200 (seconds)
    function setMinLatency(uint32 eid, uint16 latency) external;

    /// @notice Writes off credit whose deposits a reorg or a forger took back, at most the account's recorded
    /// shortfall: lowers its credit, and takes as much from the bearer. Governor.
    /// @dev The account is the one whose counter is too high; the bearer whoever holds the units by now: the account
    /// itself, the buyer of a seizure, or a recipient whose unpaid release the vault took back as a deposit
    /// (`ICollateralVault.redeposit`). A bearer pays from its deposits kept uncredited, then from its balance, which
    /// reverts if it has less. Whatever is written off, INV-02 stands as it is: sum of balances = sum credited - sum
    /// authorised, so `authorised` never falls and the room under the cap needs no correction.
    /// @param account account whose counter is below its credit
    /// @param bearer account that pays for it
    /// @param key key (id)
    /// @param units amount (units)
    function writeOff(address account, address bearer, uint8 key, uint64 units) external;

    /// @notice Books payments the hub never ordered as a release of an account that bears them, at most the recorded
    /// shortfall of releases: the bearer pays as in `writeOff`, the recipient's authorised counter rises. Governor.
    /// @dev `credited` stays: the deposit still stands, so what were lowered anyone could grant again.
    /// @param bearer account that pays for it
    /// @param recipient who was paid
    /// @param key key (id)
    /// @param units amount (units)
    function chargeRelease(address bearer, address recipient, uint8 key, uint64 units) external;

    /// @notice Books tokens the vault lost as a release to recipient 0 that an account bears, at most the recorded
    /// shortfall of custody: the bearer pays as in `writeOff`. Governor.
    /// @dev The vault follows when anyone flushes recipient 0's counter and calls `ICollateralVault.bookLoss`; totals
    /// sent before that record the same loss again, which must not be charged twice.
    /// @param bearer account that pays for it
    /// @param key key (id)
    /// @param units amount (units)
    function chargeLoss(address bearer, uint8 key, uint64 units) external;

    /// @notice A lane now. One that was never opened has been late since 1970.
    /// @param eid lane (eid)
    /// @return lane its clock, stage, latency, delay and holds
    function laneOf(uint32 eid) external view returns (LaneState memory lane);

    /// @notice Since when a lane is late.
    /// @param eid lane (eid)
    /// @return since when its next message was due, 0 while it is on time (unix seconds)
    function stuckSince(uint32 eid) external view returns (uint256 since);

    /// @notice The token of a key on its own chain.
    /// @param key key (id)
    /// @return token its address, 0 if not listed
    function tokenOf(uint8 key) external view returns (address token);

    /// @notice Inflow of a key now.
    /// @param key key (id)
    /// @return inflow cap, levels refilled to this instant, lane
    function inflowOf(uint8 key) external view returns (KeyInflow memory inflow);

    /// @notice Sums of a key.
    /// @param key key (id)
    /// @return sums credited, authorised, bucket share, flags
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
