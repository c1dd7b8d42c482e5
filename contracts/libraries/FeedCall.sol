// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Calls to feeds that may be hostile
/// @notice Bounded gas, bounded return data, and never a revert: Solidity's own call copies all that the callee returns
/// and reverts on malformed data.
library FeedCall {
    /// @dev Words of `latestRoundData`: roundId, answer, startedAt, updatedAt, answeredInRound.
    uint256 private constant ROUND_BYTES = 160;
    uint256 private constant WORD_BYTES = 32;

    /// @notice Calls a view without arguments that returns one word.
    /// @param target who to ask
    /// @param selector what to ask
    /// @param gasLimit gas to give (gas units)
    /// @return success whether it answered with at least a word
    /// @return result the word, 0 if it did not answer (raw)
    function word(
        address target,
        bytes4 selector,
        uint256 gasLimit
    ) internal view returns (bool success, uint256 result) {
        bytes32 head;
        (success, head) = _ask(target, selector, gasLimit, WORD_BYTES);
        assembly ("memory-safe") {
            if success {
                result := mload(head)
            }
        }
    }

    /// @notice Calls `latestRoundData`.
    /// @param target feed to ask
    /// @param selector selector of `latestRoundData`
    /// @param gasLimit gas to give (gas units)
    /// @return success whether it answered with at least a round
    /// @return answer the answer, 0 if it did not answer (raw)
    /// @return startedAt when the round started (unix seconds)
    /// @return updatedAt when the answer was written (unix seconds)
    function latestRound(
        address target,
        bytes4 selector,
        uint256 gasLimit
    ) internal view returns (bool success, int256 answer, uint256 startedAt, uint256 updatedAt) {
        bytes32 head;
        (success, head) = _ask(target, selector, gasLimit, ROUND_BYTES);
        assembly ("memory-safe") {
            if success {
                answer := mload(add(head, 0x20))
                startedAt := mload(add(head, 0x40))
                updatedAt := mload(add(head, 0x60))
            }
        }
    }

    /// @dev The answer lies at `head`, in free memory that the next allocation overwrites.
    function _ask(
        address target,
        bytes4 selector,
        uint256 gasLimit,
        uint256 size
    ) private view returns (bool success, bytes32 head) {
        assembly ("memory-safe") {
            head := mload(0x40)
            mstore(head, selector)
            success := staticcall(gasLimit, target, head, 4, head, size)
            success := and(success, iszero(lt(returndatasize(), size)))
        }
    }
}
