// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultBook} from "../libraries/VaultBook.sol";
import {SecurityBook} from "../messaging/SecurityBook.sol";

/// @title SpokeBook
/// @notice What a source vault and its desk have written down: the first state variables of both.
abstract contract SpokeBook is VaultBook, SecurityBook {
    /// @notice Newest message of the hub, and whether to take any.
    /// @param sentAt its date, hub's clock (unix seconds)
    /// @param seenAt when it arrived, this chain's clock (unix seconds)
    /// @param insecure whether the last `checkLane` found a fault: here, since every RELEASE reads this slot anyway
    struct HubClock {
        uint40 sentAt;
        uint40 seenAt;
        bool insecure;
    }

    HubClock internal _hubClock;
}
