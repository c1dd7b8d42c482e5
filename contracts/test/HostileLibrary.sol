// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title HostileLibrary
/// @notice A message library that LayerZero's endpoint accepts and that answers anything when asked for a
/// configuration.
contract HostileLibrary {
    /// @notice How it answers.
    enum Mode {
        ANSWER,
        REVERT,
        BURN,
        FLOOD
    }

    /// @dev SendAndReceive of LayerZero's `MessageLibType`.
    uint8 private constant _BOTH_WAYS = 2;
    /// @dev Far more than a configuration (count).
    uint256 private constant _FLOOD_BYTES = 200_000;

    Mode private _mode;
    bytes private _answer;

    /// @notice It refuses to answer.
    error HostileLibrary_Refused();

    /// @notice Answers every question that is none of the endpoint's.
    /// @return answer what it was armed with
    fallback(bytes calldata) external returns (bytes memory answer) {
        answer = _reply();
    }

    /// @notice Sets the answer.
    /// @param mode how to answer
    /// @param answer what to answer
    function arm(Mode mode, bytes calldata answer) external {
        _mode = mode;
        _answer = answer;
    }

    /// @notice Whether it claims an interface: any.
    /// @return supported always true
    function supportsInterface(bytes4) external pure returns (bool supported) {
        return true;
    }

    /// @notice What it claims to be good for.
    /// @return kind both directions (id)
    function messageLibType() external pure returns (uint8 kind) {
        return _BOTH_WAYS;
    }

    /// @notice Whether it claims a chain: any.
    /// @return supported always true
    function isSupportedEid(uint32) external pure returns (bool supported) {
        return true;
    }

    function _reply() private view returns (bytes memory answer) {
        require(_mode != Mode.REVERT, HostileLibrary_Refused());
        // Until the gas is gone.
        while (_mode == Mode.BURN) continue;
        answer = _mode == Mode.FLOOD ? new bytes(_FLOOD_BYTES) : _answer;
    }
}
