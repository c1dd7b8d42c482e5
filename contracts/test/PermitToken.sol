// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title PermitToken
/// @notice OpenZeppelin's token with permit, of any number of decimals, which anybody may mint.
contract PermitToken is ERC20Permit {
    uint8 private immutable _DECIMALS;

    constructor(string memory symbol, uint8 decimals_) ERC20(symbol, symbol) ERC20Permit(symbol) {
        _DECIMALS = decimals_;
    }

    /// @notice Makes tokens out of nothing.
    /// @param to who gets them
    /// @param amount how many (raw)
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Decimals of a token.
    /// @return count how many (count)
    function decimals() public view override returns (uint8 count) {
        return _DECIMALS;
    }
}
