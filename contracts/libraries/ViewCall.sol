// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Views of contracts that may answer anything
/// @notice Bounded gas, bounded return data, and never a revert: Solidity's own call copies all that the callee returns
/// and reverts on malformed data. Whoever calls makes sure that the gas can be given in full.
library ViewCall {
    /// @notice Asks for a list of words.
    /// @param target who to ask
    /// @param data selector and arguments
    /// @param gasLimit gas to give (gas units)
    /// @param maximum words to take, what is beyond them is left (count)
    /// @return answer whole words of the answer, empty if it did not answer
    function words(
        address target,
        bytes memory data,
        uint256 gasLimit,
        uint256 maximum
    ) internal view returns (uint256[] memory answer) {
        answer = new uint256[](maximum);
        assembly ("memory-safe") {
            let size := shl(5, maximum)
            let success := staticcall(gasLimit, target, add(data, 0x20), mload(data), add(answer, 0x20), size)
            if lt(returndatasize(), size) {
                size := returndatasize()
            }
            // Fewer words than were set aside; the rest of the memory stays unused.
            mstore(answer, mul(success, shr(5, size)))
        }
    }
}
