// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";

/// @title Rows in storage without the bounds check
/// @notice For the loop over held keys, as MemoryWords. Whoever calls says beside the call why the index is inside.
library StorageRows {
    /// @notice The row of a key.
    /// @param rows one slot a key
    /// @param key key, below 64 (id)
    /// @return row its row
    function at(KeyRow[64] storage rows, uint256 key) internal view returns (KeyRow row) {
        assembly ("memory-safe") {
            row := sload(add(rows.slot, key))
        }
    }

    /// @notice The row of an asset.
    /// @param rows one slot an asset
    /// @param asset asset, below 64 (id)
    /// @return row its row
    function at(AssetRow[64] storage rows, uint256 asset) internal view returns (AssetRow row) {
        assembly ("memory-safe") {
            row := sload(add(rows.slot, asset))
        }
    }
}
