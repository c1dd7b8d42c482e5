// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title TokenCalls
/// @notice Calls to a token that cannot harm the caller: bounded gas, at most 32 bytes copied back, no revert.
/// Whoever calls makes sure that the bound can be given in full (`VaultLedger`), so that a lack of gas is not taken
/// for a refusal.
library TokenCalls {
    /// @notice Transfers as SafeERC20 does: accepts no answer from a contract, or true.
    /// @param token the token
    /// @param to receiver
    /// @param amount amount (asset units)
    /// @param gasLimit gas given (gas units)
    /// @return done whether the token says it is done
    function tryTransfer(address token, address to, uint256 amount, uint256 gasLimit) internal returns (bool done) {
        bytes memory data = abi.encodeCall(IERC20.transfer, (to, amount));
        assembly ("memory-safe") {
            let ok := call(gasLimit, token, 0, add(data, 0x20), mload(data), 0, 0x20)
            switch returndatasize()
            case 0 {
                done := and(ok, gt(extcodesize(token), 0))
            }
            default {
                done := and(ok, and(gt(returndatasize(), 0x1f), eq(mload(0), 1)))
            }
        }
    }

    /// @notice The holder's balance.
    /// @param token the token
    /// @param holder whose balance
    /// @param gasLimit gas given (gas units)
    /// @return held the balance, 0 if the token does not answer (asset units)
    function tryBalanceOf(address token, address holder, uint256 gasLimit) internal view returns (uint256 held) {
        bytes4 selector = IERC20.balanceOf.selector;
        assembly ("memory-safe") {
            // 36 bytes of scratch space, which has 64.
            mstore(0, selector)
            mstore(4, and(holder, 0xffffffffffffffffffffffffffffffffffffffff))
            let ok := staticcall(gasLimit, token, 0, 0x24, 0, 0x20)
            if and(ok, gt(returndatasize(), 0x1f)) {
                held := mload(0)
            }
        }
    }
}
