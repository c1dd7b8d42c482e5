// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IHubVault} from "../interfaces/IHubVault.sol";
import {ILaneGatewayFull} from "../interfaces/ILaneGatewayFull.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {FeedsReport, IMarginLens, KeyReport, SizeReport, SupplyReport} from "../interfaces/IMarginLens.sol";
import {FeedParameters} from "../interfaces/IPriceOracle.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {KeyInflow, KeySums, Limits, Sums} from "../types/Lane.sol";
import {SecurityStatus} from "../types/LaneSecurity.sol";
import {LaneReport} from "../types/Lens.sol";
import {PriceStatus} from "../types/PriceStatus.sol";
import {AccountLens} from "./AccountLens.sol";
import {LensBase} from "./LensBase.sol";

/// @title MarginLens
/// @notice Read-only answers for front ends, keepers and the risk desk: no state, no owner, no view that reverts.
contract MarginLens is AccountLens {
    constructor(IMarginEngine engine_, ILaneGatewayFull gateway_) LensBase(engine_, gateway_) {}

    /// @inheritdoc IMarginLens
    function lane(uint32 eid) external view returns (LaneReport memory report) {
        (report.blockNumber, report.time) = (block.number, block.timestamp);
        report.isHub = eid == _HUB_EID;
        report.state = _GATEWAY.laneOf(eid);
        report.isOpen = report.isHub || report.state.clock.newestEcho != 0;
        if (!report.isOpen) {
            delete report.state;
            return report;
        }
        report.listedKeys = _keysOf(eid);
        if (report.isHub) return report;
        report.age = _since(report.state.clock.newestEcho);
        report.stuckSince = _GATEWAY.stuckSince(eid);
        // Ends in libraries that the lane's administrator chose.
        try _GATEWAY.securityOf{gas: _CALL_GAS}(eid) returns (SecurityStatus memory status) {
            report.judged = true;
            report.security = status;
        } catch {}
    }

    /// @inheritdoc IMarginLens
    function key(uint8 id) external view returns (KeyReport memory report) {
        (report.blockNumber, report.time) = (block.number, block.timestamp);
        if (id >= _MAX_KEYS) return report;
        report.eid = _GATEWAY.laneOfKey(id);
        report.isListed = report.eid != 0;
        report.isHub = report.eid == _HUB_EID;
        report.token = _GATEWAY.tokenOf(id);
        report.lane = _laneOf(id, report.eid);
        report.terms = _GATEWAY.termsOf(id);
        report.supply = _supplyOf(id, report);
        (report.explained, report.haircuts) = _explain(id);
        try _RISK.keyRow(id) returns (KeyRow row) {
            _reportRow(report, row);
        } catch {}
        address house = _ENGINE.auctionHouse();
        if (house != address(0)) (report.stopLevel, report.stopUntil) = IAuctionHouse(house).stopOf(id);
    }

    function _reportRow(KeyReport memory report, KeyRow row) private view {
        if (!row.isListed()) return;
        report.hasRow = true;
        report.row = row.unpack();
        report.pokeAge = _since(row.pokedAt());
        AssetRow asset = _RISK.assetRow(row.asset());
        report.price = _priceOf(asset);
        report.size = SizeReport({
            depth: asset.depth(),
            eta: asset.eta(),
            maxCharge: asset.maxCharge(),
            minHaircut: asset.minHaircut(),
            maxHaircut: asset.maxHaircut()
        });
        report.feeds = _feedsOf(row.asset());
    }

    /// @dev The oracle bounds what a feed may burn, and refuses to start with less gas than that.
    function _feedsOf(uint8 asset) private view returns (FeedsReport memory report) {
        try _ORACLE.feedsOf{gas: _CALL_GAS}(asset) returns (FeedParameters[] memory feeds, uint256 bandBps) {
            (report.feeds, report.bandBps) = (feeds, bandBps);
        } catch {
            return report;
        }
        try _ORACLE.read{gas: _CALL_GAS}(asset) returns (
            uint256 low,
            uint256 high,
            uint256 observedAt,
            PriceStatus status
        ) {
            report.answered = true;
            (report.low, report.high, report.status) = (low, high, status);
            report.age = _since(observedAt);
        } catch {}
    }

    function _supplyOf(uint8 id, KeyReport memory report) private view returns (SupplyReport memory supply) {
        supply.held = report.terms.units;
        supply.shortfall = _GATEWAY.shortfallOf(id);
        if (report.isHub) {
            _reportHubSupply(supply, id);
            return supply;
        }
        KeyInflow memory inflow = _GATEWAY.inflowOf(id);
        KeySums memory sums = _GATEWAY.sumsOf(id);
        supply.cap = inflow.cap;
        supply.room = _GATEWAY.roomOf(id);
        (supply.bucketBps, supply.credited, supply.authorised) = (sums.bucketBps, sums.credited, sums.authorised);
    }

    function _reportHubSupply(SupplyReport memory supply, uint8 id) private view {
        IHubVault vault = IHubVault(_GATEWAY.hubVault());
        if (address(vault) == address(0)) return;
        Limits memory limits = vault.limitsOf(id);
        Sums memory sums = vault.sumsOf(id);
        (supply.room, ) = vault.roomOf(id);
        (supply.cap, supply.bucketBps) = (limits.cap, limits.bucketBps);
        (supply.credited, supply.authorised) = (sums.deposited, sums.paid);
    }

    function _keysOf(uint32 eid) private view returns (uint64 keys) {
        for (uint8 id = 0; id < _MAX_KEYS; ++id) {
            if (_GATEWAY.laneOfKey(id) == eid) keys |= uint64(1) << id;
        }
    }
}
