// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Products of the hot loop
/// @notice WadMath without overflow and zero checks: Solidity compiles `/` to a call even by a constant. Whoever calls
/// says beside the call why the product stays below 2^256.
library FastWad {
    /// @dev 10^0 to 10^8 in 28 bits each, lowest first: EXP costs three times as much as reading one of them.
    uint256 private constant _POWERS = 0x5f5e100098968000f424000186a0000271000003e80000064000000a0000001;
    uint256 private constant _POWER_BITS = 28;
    uint256 private constant _POWER_MASK = (1 << 28) - 1;

    /// @notice `⌊a·b/WAD⌋`, rounding down.
    /// @param a first factor (WAD)
    /// @param b second factor (WAD)
    /// @return product the product (WAD)
    function mulDown(uint256 a, uint256 b) internal pure returns (uint256 product) {
        assembly ("memory-safe") {
            product := div(mul(a, b), 1000000000000000000)
        }
    }

    /// @notice `⌈a·b/WAD⌉`, rounding up.
    /// @param a first factor (WAD)
    /// @param b second factor (WAD)
    /// @return product the product (WAD)
    function mulUp(uint256 a, uint256 b) internal pure returns (uint256 product) {
        assembly ("memory-safe") {
            product := div(add(mul(a, b), 999999999999999999), 1000000000000000000)
        }
    }

    /// @notice `⌈x/WAD⌉`, rounding up.
    /// @param x a product of two amounts, at most 2^256 - WAD (WAD squared)
    /// @return quotient the quotient (WAD)
    function ceil(uint256 x) internal pure returns (uint256 quotient) {
        assembly ("memory-safe") {
            quotient := div(add(x, 999999999999999999), 1000000000000000000)
        }
    }

    /// @notice `⌊x/WAD⌋`, rounding toward minus infinity.
    /// @param x a product of two amounts (WAD squared)
    /// @return quotient the quotient (WAD)
    function floor(int256 x) internal pure returns (int256 quotient) {
        assembly ("memory-safe") {
            quotient := sub(sdiv(x, 1000000000000000000), slt(smod(x, 1000000000000000000), 0))
        }
    }

    /// @notice The integer square root, rounded up: WadMath.sqrtUp at a third of its cost.
    /// @dev Solady's FixedPointMathLib.sqrt: an estimate within a factor of 1.42 from the highest bits, seven steps of
    /// Newton's method, which meet the floor or one above it, and the correction of that one.
    /// @param x radicand, below 2^255 (raw)
    /// @return root the root (raw)
    function sqrtUp(uint256 x) internal pure returns (uint256 root) {
        assembly ("memory-safe") {
            let r := shl(7, lt(0xffffffffffffffffffffffffffffffffff, x))
            r := or(r, shl(6, lt(0xffffffffffffffffff, shr(r, x))))
            r := or(r, shl(5, lt(0xffffffffff, shr(r, x))))
            r := or(r, shl(4, lt(0xffffff, shr(r, x))))
            root := shr(18, mul(shl(shr(1, r), 181), add(shr(r, x), 65536)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := sub(root, lt(div(x, root), root))
            root := add(root, lt(mul(root, root), x))
        }
    }

    /// @notice `⌊units·price/10^decimals⌋`, rounding down (risk.md 2.1): collateralValue without the 512-bit product.
    /// @param units amount (units)
    /// @param price price of a whole token (WAD)
    /// @param decimals decimals of the units, at most 8 (count)
    /// @return value value (WAD)
    function unitsValue(uint256 units, uint256 price, uint256 decimals) internal pure returns (uint256 value) {
        // Bound: decimals ≤ 8, so the shift stays below 2^8.
        unchecked {
            uint256 power = (_POWERS >> (decimals * _POWER_BITS)) & _POWER_MASK;
            assembly ("memory-safe") {
                value := div(mul(units, price), power)
            }
        }
    }
}
