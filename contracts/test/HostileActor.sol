// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title HostileActor
/// @notice An account owner that is a contract. Whenever it is called back, by a refund or by a token's hook, it tries
/// everything it was armed with and remembers how each attempt ended.
contract HostileActor {
    using Address for address;

    /// @notice One call to try.
    /// @param target whom to call
    /// @param value native value to send (wei)
    /// @param data what to say
    struct Attempt {
        address target;
        uint256 value;
        bytes data;
    }

    /// @notice How often it was called back (count).
    uint256 public entered;

    Attempt[] private _attempts;
    bool[] private _successes;
    bytes[] private _answers;
    bool private _inside;

    /// @notice A refund calls back.
    receive() external payable {
        strike();
    }

    /// @notice Sets what it tries, and forgets what it tried.
    /// @param attempts calls to try, in order
    function arm(Attempt[] calldata attempts) external {
        delete _attempts;
        delete _successes;
        delete _answers;
        entered = 0;
        for (uint256 i = 0; i < attempts.length; ++i) _attempts.push(attempts[i]);
    }

    /// @notice Calls somebody as itself.
    /// @param target whom to call
    /// @param value native value to send (wei)
    /// @param data what to say
    /// @return answer what was answered
    function act(address target, uint256 value, bytes calldata data) external payable returns (bytes memory answer) {
        answer = target.functionCallWithValue(data, value);
    }

    /// @notice How the attempts ended.
    /// @return successes whether each succeeded
    /// @return answers what each was answered, or why it was refused
    function outcomes() external view returns (bool[] memory successes, bytes[] memory answers) {
        return (_successes, _answers);
    }

    /// @notice Tries everything, once a transaction at most inside itself.
    function strike() public {
        if (_inside) return;
        _inside = true;
        ++entered;
        for (uint256 i = 0; i < _attempts.length; ++i) {
            Attempt storage attempt = _attempts[i];
            // An attacker does not mind a failure.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory answer) = attempt.target.call{value: attempt.value}(attempt.data);
            _successes.push(success);
            _answers.push(answer);
        }
        _inside = false;
    }
}
