// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IWrappedNative} from "../../interfaces/IWrappedNative.sol";

/// @title WrappedNative
/// @notice The native token as an ERC-20, one for one.
contract WrappedNative is IWrappedNative, ERC20("Wrapped Ether", "WETH") {
    /// @inheritdoc IWrappedNative
    function deposit() external payable {
        _mint(msg.sender, msg.value);
    }
}
