// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IInsuranceFund} from "../interfaces/IInsuranceFund.sol";
import {ILiquidityPool} from "../interfaces/ILiquidityPool.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";

/// @title InsuranceFund
/// @notice Holds the fund's pool shares. It has no function that moves them.
contract InsuranceFund is IInsuranceFund {
    /// @dev Keeper of the fund's cash.
    IMarginEngine private immutable ENGINE;
    /// @dev The pool whose shares the fund holds.
    address private immutable POOL;
    /// @dev WAD of one asset unit.
    uint256 private immutable ASSET_SCALE;

    /// @param engine margin engine
    /// @param pool liquidity pool
    constructor(IMarginEngine engine, address pool) {
        ENGINE = engine;
        POOL = pool;
        ASSET_SCALE = engine.assetScale();
    }

    /// @inheritdoc IInsuranceFund
    function totalValue() external view returns (uint256 value) {
        return cash() + shareValue();
    }

    /// @inheritdoc IInsuranceFund
    function cash() public view returns (uint256 cash_) {
        return ENGINE.insuranceCash();
    }

    /// @inheritdoc IInsuranceFund
    function shareValue() public view returns (uint256 value) {
        uint256 shares = IERC4626(POOL).balanceOf(address(this)) + ILiquidityPool(POOL).pendingInsuranceShares();
        return IERC4626(POOL).convertToAssets(shares) * ASSET_SCALE;
    }
}
