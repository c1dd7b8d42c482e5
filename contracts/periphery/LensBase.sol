// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILaneGatewayFull} from "../interfaces/ILaneGatewayFull.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IMarginLens} from "../interfaces/IMarginLens.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {LaneState} from "../types/Lane.sol";
import {LaneBrief, PriceReport} from "../types/Lens.sol";
import {Haircuts} from "../types/RiskParameters.sol";

/// @title LensBase
/// @notice What a lens looks at, and what accounts, keys and lanes have in common.
abstract contract LensBase is IMarginLens {
    uint256 internal constant _MAX_KEYS = 64;
    /// @dev What a call that ends in somebody else's contract may use: both feeds of an asset, or the libraries of a
    /// lane, burn less (gas units).
    uint256 internal constant _CALL_GAS = 1_000_000;

    IMarginEngine internal immutable _ENGINE;
    ILaneGatewayFull internal immutable _GATEWAY;
    IRiskEngine internal immutable _RISK;
    IPriceOracle internal immutable _ORACLE;
    uint32 internal immutable _HUB_EID;

    /// @notice Fixes what it looks at.
    /// @param engine_ margin engine
    /// @param gateway_ gateway
    constructor(IMarginEngine engine_, ILaneGatewayFull gateway_) {
        _ENGINE = engine_;
        _GATEWAY = gateway_;
        _RISK = IRiskEngine(engine_.riskEngine());
        _ORACLE = _RISK.oracle();
        _HUB_EID = gateway_.hubEid();
    }

    /// @inheritdoc IMarginLens
    function engine() external view returns (address contract_) {
        return address(_ENGINE);
    }

    /// @inheritdoc IMarginLens
    function gateway() external view returns (address contract_) {
        return address(_GATEWAY);
    }

    /// @dev A key the governor never described has no parts.
    function _explain(uint8 key) internal view returns (bool explained, Haircuts memory haircuts) {
        try _RISK.haircutsOf{gas: _CALL_GAS}(key) returns (Haircuts memory found) {
            return (true, found);
        } catch {
            return (false, haircuts);
        }
    }

    function _priceOf(AssetRow row) internal view returns (PriceReport memory price) {
        price.low = row.price();
        price.high = row.highPrice();
        price.status = row.status();
        price.age = _since(row.observedAt());
        price.refreshAge = _since(row.refreshedAt());
    }

    function _laneOf(uint8 key, uint32 eid) internal view returns (LaneBrief memory lane) {
        if (eid == 0) return lane;
        lane.held = _GATEWAY.isHeld(key);
        if (eid == _HUB_EID) return lane;
        LaneState memory state = _GATEWAY.laneOf(eid);
        lane.stage = state.stage;
        lane.age = _since(state.clock.newestEcho);
        lane.overdue = state.overdue;
    }

    /// @dev Saturating: a date that is not past yet is no age.
    function _since(uint256 date) internal view returns (uint256 age) {
        return Math.saturatingSub(block.timestamp, date);
    }
}
