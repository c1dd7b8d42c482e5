// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, KeyInflow, KeySums, Shortfall} from "../types/Lane.sol";
import {IGuarded} from "./IGuarded.sol";
import {ILaneBook} from "./ILaneBook.sol";

/// @title ILaneDesk
/// @notice The part of the gateway that messages and users never need: limits, holds, the resolution of shortfalls,
/// reads.
/// @dev Called at the gateway's address, see `LaneDesk`.
interface ILaneDesk is ILaneBook, IGuarded {
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

    /// @notice Writes off credit whose deposits a reorg or a forger took back, at most the account's recorded
    /// shortfall: lowers its credit and, with no recipient, its balance; with one (it was withdrawn, and not paid),
    /// that recipient's authorised counter. Governor.
    /// @param account account whose counter is below its credit
    /// @param recipient whose authorised counter falls, 0 for the account's balance
    /// @param key key (id)
    /// @param units amount (units)
    function writeOff(address account, address recipient, uint8 key, uint64 units) external;

    /// @notice Books payments the hub never ordered as a release of an account that bears them, at most the recorded
    /// shortfall of releases: its balance falls, the recipient's authorised counter rises. Governor.
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
