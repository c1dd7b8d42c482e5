// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleMath} from "../risk/SaleMath.sol";
import {Margin, SaleBook} from "../types/Margin.sol";

/// @title The margin after a sale as an external function
/// @notice Lets the tests hold it against a whole new pass over the book; never deployed on a real chain.
contract SaleMathHarness {
    function marginAfter(SaleBook calldata sale, uint256 left, int256 cash) external view returns (Margin memory m) {
        return SaleMath.marginAfter(sale, left, cash);
    }
}
