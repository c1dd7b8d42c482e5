// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {WadMath, WAD, BPS} from "../libraries/WadMath.sol";
import {AssetParameters, GlobalParameters, KeyParameters, UnderlyingParameters} from "../types/RiskParameters.sol";
import {BookMath} from "./BookMath.sol";
import {HaircutMath} from "./HaircutMath.sol";
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
    /// @dev What a row can hold as a pending concentration charge.
    uint256 private constant MAX_MARKET_CHARGE_BPS = 5_110;
    uint256 private constant MAX_VARIANCE = 1e32;
    uint256 private constant MAX_DECIMALS = 8;
    uint256 private constant MAX_IDS = 64;
    /// @dev Tmax: the longest latency a lane is taken to have (risk.md 2.3).
    uint256 private constant MAX_LATENCY = 7_200;

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
        _gap(id, p.baseMaintenance, p.baseInitial);
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
        inRange("eid", p.eid, 1, type(uint32).max);
        inRange("idiosyncratic", p.idiosyncratic, 0, BPS);
    }

    /// @notice The no-toxic check (risk.md 4.3) and P-R5 (risk.md 2.5): at maintenance margin for every key, at initial
    /// margin for one that may count for it. A key that is delisted is on its way to its highest haircut: P-R5 cannot
    /// hold on that way and is not asked (decision 065).
    /// @param id key (id)
    /// @param p its parameters
    /// @param a parameters of its asset
    /// @param g parameters of the model
    /// @param maxCharge highest qMax from now on (bps)
    function keyOnAsset(
        uint8 id,
        KeyParameters memory p,
        AssetParameters memory a,
        GlobalParameters memory g,
        uint256 maxCharge
    ) internal pure {
        uint256 haircut = uint256(a.baseMaintenance) + p.idiosyncratic;
        uint256 cost = uint256(a.baseDiscount) + a.penalty + NO_TOXIC_GAP_BPS;
        require(
            haircut >= cost,
            IRiskParameters.RiskParameters_ToxicDiscount({asset: p.asset, haircut: haircut, cost: cost})
        );
        if (!p.recognised && p.idiosyncratic == BPS) return;
        // 1.5: the slope of V·Q(V) in V is one and a half Q. Exact in WAD.
        uint256 size = (WadMath.fromBps(maxCharge) * 3) / 2;
        uint256 charge = WadMath.fromBps(haircut) + RowMath.DYNAMIC_CAP + size;
        require(charge <= WAD, IRiskParameters.RiskParameters_FallingValue({key: id, charge: charge, bound: WAD}));
        if (!p.recognised) return;
        charge = _longestInitial(p, a, g) + size;
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
        _gap(id, p.scanBaseMaintenance, p.scanBaseInitial);
        _gap(id, p.scanMinMaintenance, p.scanMinInitial);
        inRange("rho", p.rho, 0, BPS);
        inRange("beta", p.beta, 0, BPS);
        inRange("eta", p.eta, 0, BPS);
        inRange("maxCharge", p.maxCharge, 0, MAX_MARKET_CHARGE_BPS);
        inRange("depth", p.depth, 1, type(uint24).max);
    }

    /// @notice Closing positions of an underlying in a liquidation frees more margin than its penalty costs
    /// (risk.md section 8).
    /// @param id underlying (id)
    /// @param minRange sMin at maintenance margin (bps)
    /// @param beta its lowest beta from now on (bps)
    /// @param maxRho highest rho of all underlyings from now on (bps)
    /// @param theta highest theta at maintenance margin from now on (bps)
    /// @param penalty phi_p (bps)
    function closingPays(
        uint8 id,
        uint256 minRange,
        uint256 beta,
        uint256 maxRho,
        uint256 theta,
        uint256 penalty
    ) internal pure {
        uint256 bound = (BPS - theta) * (BPS - maxRho) * minRange * (WAD / BPS ** 3);
        uint256 cost = WadMath.fromBps(penalty);
        require(cost < bound, IRiskParameters.RiskParameters_CostlyClose({asset: id, penalty: cost, bound: bound}));
        require(beta > penalty, IRiskParameters.RiskParameters_CheapBasis({asset: id, beta: beta, penalty: penalty}));
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

    /// @dev la_IM where both volatility clocks start, on a lane as slow as one may be.
    function _longestInitial(
        KeyParameters memory p,
        AssetParameters memory a,
        GlobalParameters memory g
    ) private pure returns (uint256) {
        uint256 z = WadMath.fromBps(g.zInitial);
        return
            HaircutMath.priceRisk(a.baseInitial, z, a.variance, g.localTime) +
            HaircutMath.latencyPremium(z, a.variance, g.localTime, MAX_LATENCY) +
            WadMath.fromBps(p.idiosyncratic);
    }

    function _gap(uint8 id, uint256 maintenance, uint256 initial) private pure {
        uint256 least = maintenance + MIN_GAP_BPS;
        require(
            initial >= least,
            IRiskParameters.RiskParameters_NarrowGap({asset: id, initial: initial, least: least})
        );
    }
}
