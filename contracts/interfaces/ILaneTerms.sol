// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LaneTerms} from "../types/Lane.sol";

/// @title ILaneTerms
/// @notice What the risk engine asks the gateway at a poke.
interface ILaneTerms {
    /// @notice State of a key's lane as haircuts need it, at this instant.
    /// @param key key (id)
    /// @return terms latency, recognition, quarantine, the total held and whether the lane was heard
    function termsOf(uint8 key) external view returns (LaneTerms memory terms);
}
