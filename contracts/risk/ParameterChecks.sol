// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {WadMath, WAD, BPS} from "../libraries/WadMath.sol";
import {
    AssetParameters,
    GlobalParameters,
    HaircutParts,
    KeyParameters,
    UnderlyingParameters
} from "../types/RiskParameters.sol";
import {BookMath} from "./BookMath.sol";
import {RowMath} from "./RowMath.sol";

/// @title What no setter may store
/// @notice Bounds of risk.md sections 6 and 8 and the inequalities of 2.5 and 4.3. Each refusal names the inequality
/// that failed and both of its sides.
library ParameterChecks {
    /// @dev gap: least gain of health per dollar sold (risk.md 4.3).
    uint256 internal constant NO_TOXIC_GAP_BPS = 50;
    uint256 private constant MIN_GAP_BPS = 200;
    uint256 private constant MAX_Z_BPS = 100_000;
    uint256 private constant MAX_TIME = 1 days;
    uint256 private constant MAX_PENALTY_BPS = 1_000;
    /// @dev An auction starts at 1 − dBase/6, which must lie within 0.97 and 1 (risk.md section 8).
    uint256 private constant MAX_BASE_DISCOUNT_BPS = 1_800;
    uint256 private constant BASE_DISCOUNT_STEP_BPS = 10;
    /// @dev Hmax leaves room for minGap below one.
    uint256 private constant MAX_HAIRCUT_PERCENT = 98;
    uint256 private constant MAX_VARIANCE = 1e32;
    uint256 private constant MAX_DECIMALS = 8;
    uint256 private constant MAX_IDS = 64;

    /// @notice Bounds of the parameters of the model.
    /// @param p the parameters
    function globals(GlobalParameters memory p) internal pure {
        inRange("zMaintenance", p.zMaintenance, BPS, MAX_Z_BPS);
        inRange("zInitial", p.zInitial, p.zMaintenance, MAX_Z_BPS);
        inRange("localTime", p.localTime, 1, MAX_TIME);
        inRange("perpTime", p.perpTime, 1, MAX_TIME);
        inRange("thetaMaintenance", p.thetaMaintenance, 0, BPS);
        inRange("thetaInitial", p.thetaInitial, 0, p.thetaMaintenance);
        inRange("perpPenalty", p.perpPenalty, 0, MAX_PENALTY_BPS);
    }

    /// @notice Bounds of an asset's parameters, and the gap between its margins.
    /// @param id asset (id)
    /// @param p the parameters
    function asset(uint8 id, AssetParameters memory p) internal pure {
        inRange("asset", id, 0, MAX_IDS - 1);
        inRange("underlying", p.underlying, 0, MAX_IDS - 1);
        inRange("baseInitial", p.baseInitial, 0, BPS);
        uint256 least = uint256(p.baseMaintenance) + MIN_GAP_BPS;
        require(
            p.baseInitial >= least,
            IRiskParameters.RiskParameters_NarrowGap({asset: id, initial: p.baseInitial, least: least})
        );
        inRange("baseDiscount", p.baseDiscount, 0, MAX_BASE_DISCOUNT_BPS);
        uint256 remainder = p.baseDiscount % BASE_DISCOUNT_STEP_BPS;
        inRange("baseDiscount", p.baseDiscount, p.baseDiscount - remainder, p.baseDiscount - remainder);
        inRange("eta", p.eta, 0, BPS);
        inRange("maxCharge", p.maxCharge, 0, BPS);
        inRange("maxHaircut", p.maxHaircut, 0, MAX_HAIRCUT_PERCENT);
        inRange("minHaircut", p.minHaircut, 0, p.maxHaircut);
        inRange("depth", p.depth, 1, type(uint24).max);
        inRange("maxVariance", p.maxVariance, 0, MAX_VARIANCE);
        inRange("variance", p.variance, p.minVariance, p.maxVariance);
    }

    /// @notice Bounds of a key's parameters.
    /// @param id key (id)
    /// @param p the parameters
    function key(uint8 id, KeyParameters memory p) internal pure {
        inRange("key", id, 0, MAX_IDS - 1);
        inRange("decimals", p.decimals, 0, MAX_DECIMALS);
        inRange("idiosyncratic", p.idiosyncratic, 0, BPS);
    }

    /// @notice The no-toxic check (risk.md 4.3) and, for a key that counts for initial margin, P-R5 (risk.md 2.5).
    /// @param id key (id)
    /// @param p its parameters
    /// @param a parameters of its asset
    /// @param initial parts of its initial haircut
    function keyOnAsset(
        uint8 id,
        KeyParameters memory p,
        AssetParameters memory a,
        HaircutParts memory initial
    ) internal pure {
        uint256 haircut = uint256(a.baseMaintenance) + p.idiosyncratic;
        uint256 cost = uint256(a.baseDiscount) + a.penalty + NO_TOXIC_GAP_BPS;
        require(
            haircut >= cost,
            IRiskParameters.RiskParameters_ToxicDiscount({asset: p.asset, haircut: haircut, cost: cost})
        );
        if (!p.recognised) return;
        uint256 charge = RowMath.accountIndependent(initial) + (WadMath.fromBps(a.maxCharge) * 3) / 2;
        require(
            charge <= WAD,
            IRiskParameters.RiskParameters_FallingRecognition({key: id, charge: charge, bound: WAD})
        );
    }

    /// @notice Bounds of an underlying's parameters.
    /// @param id underlying (id)
    /// @param p the parameters
    function underlying(uint8 id, UnderlyingParameters memory p) internal pure {
        inRange("underlying", id, BookMath.SETTLEMENT + 1, MAX_IDS - 1);
        inRange("scanMax", p.scanMax, 0, BPS);
        inRange("scanBaseInitial", p.scanBaseInitial, p.scanBaseMaintenance, BPS);
        inRange("scanMinInitial", p.scanMinInitial, p.scanMinMaintenance, p.scanMax);
        inRange("rho", p.rho, 0, BPS);
        inRange("beta", p.beta, 0, BPS);
        inRange("eta", p.eta, 0, BPS);
        inRange("maxCharge", p.maxCharge, 0, BPS);
        inRange("depth", p.depth, 1, type(uint32).max);
    }

    /// @notice Closing positions of an underlying in a liquidation frees more margin than its penalty costs
    /// (risk.md section 8).
    /// @param id underlying (id)
    /// @param p its parameters
    /// @param maxRho highest rho of all underlyings (bps)
    /// @param g parameters of the model
    function closingPays(
        uint8 id,
        UnderlyingParameters memory p,
        uint256 maxRho,
        GlobalParameters memory g
    ) internal pure {
        uint256 bound = (BPS - g.thetaMaintenance) * (BPS - maxRho) * p.scanMinMaintenance * (WAD / BPS ** 3);
        uint256 penalty = WadMath.fromBps(g.perpPenalty);
        require(
            penalty < bound,
            IRiskParameters.RiskParameters_CostlyClose({asset: id, penalty: penalty, bound: bound})
        );
        require(
            p.beta > g.perpPenalty,
            IRiskParameters.RiskParameters_CheapBasis({asset: id, beta: p.beta, penalty: g.perpPenalty})
        );
    }

    /// @notice Refuses a value outside its bounds.
    /// @param name the parameter's name
    /// @param actual value given (raw)
    /// @param low lowest value allowed (raw)
    /// @param high highest value allowed (raw)
    function inRange(bytes32 name, uint256 actual, uint256 low, uint256 high) internal pure {
        require(
            actual >= low && actual <= high,
            IRiskParameters.RiskParameters_OutOfRange({name: name, actual: actual, low: low, high: high})
        );
    }
}
