// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title CallbackReceiver
/// @notice Calls a contract when native value arrives, as a refund address of a message might, and remembers what
/// happened.
contract CallbackReceiver {
    /// @notice Whether it was called at all.
    bool public called;
    /// @notice Whether the call it made went through.
    bool public done;
    /// @notice What that call answered.
    bytes public answer;
    address private _target;
    bytes private _call;

    receive() external payable {
        _callBack();
    }

    /// @notice Whom to call, and with what.
    /// @param target the callee
    /// @param call what to say
    function prepare(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function _callBack() private {
        called = true;
        // solhint-disable-next-line avoid-low-level-calls
        if (_target != address(0)) (done, answer) = _target.call(_call);
    }
}
