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
    IMarginEngine private immutable _ENGINE;
    /// @dev The pool whose shares the fund holds.
    address private immutable _POOL;
    /// @dev WAD of one asset unit.
    uint256 private immutable _ASSET_SCALE;

    /// @notice Fixes what the contract works with.
    /// @param engine margin engine
    /// @param pool liquidity pool
    constructor(IMarginEngine engine, address pool) {
        _ENGINE = engine;
        _POOL = pool;
        _ASSET_SCALE = engine.assetScale();
    }

    /// @inheritdoc IInsuranceFund
    function totalValue() external view returns (uint256 value) {
        return cash() + shareValue();
    }

    /// @inheritdoc IInsuranceFund
    function cash() public view returns (uint256 cash_) {
        return _ENGINE.insuranceCash();
    }

    /// @inheritdoc IInsuranceFund
    function shareValue() public view returns (uint256 value) {
        uint256 shares = IERC4626(_POOL).balanceOf(address(this)) + ILiquidityPool(_POOL).pendingInsuranceShares();
        return IERC4626(_POOL).convertToAssets(shares) * _ASSET_SCALE;
    }
}
