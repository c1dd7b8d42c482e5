// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title CallbackReceiver
/// @notice Calls a contract while it receives native tokens, and keeps what it answered.
contract CallbackReceiver {
    /// @notice Whether the last call succeeded.
    bool public succeeded;
    /// @notice What the last call answered.
    bytes public answer;
    address private _target;
    bytes private _call;

    /// @notice Calls as it was told.
    receive() external payable {
        // solhint-disable-next-line avoid-low-level-calls
        if (_target != address(0)) (succeeded, answer) = _target.call(_call);
    }

    /// @notice Sets what to call.
    /// @param target whom to call
    /// @param call what to say
    function setCallback(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }
}
