// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title WrappedNative
/// @notice A wrapped native token that behaves as WETH9 does.
contract WrappedNative is ERC20 {
    constructor() ERC20("Wrapped Ether", "WETH") {}

    /// @notice Wraps what is sent plainly.
    receive() external payable {
        deposit();
    }

    /// @notice Unwraps the caller's tokens.
    /// @param amount how much (wei)
    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @notice Wraps the value sent for the caller.
    function deposit() public payable {
        _mint(msg.sender, msg.value);
    }
}
