// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title SilentReturnToken
/// @notice A token whose transfers return nothing, as USDT's do.
contract SilentReturnToken {
    /// @notice Decimals of a token.
    uint8 public constant decimals = 6;

    /// @notice Balance of an account.
    mapping(address account => uint256 amount) public balanceOf;
    /// @notice What a spender may take from an owner.
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    /// @notice Makes tokens out of nothing.
    /// @param to who gets them
    /// @param amount how many (raw)
    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    /// @notice Allows a spender.
    /// @param spender who may take
    /// @param amount how many (raw)
    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    /// @notice Moves the caller's tokens.
    /// @param to receiver
    /// @param amount how many (raw)
    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    /// @notice Moves an owner's tokens.
    /// @param from owner
    /// @param to receiver
    /// @param amount how many (raw)
    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
