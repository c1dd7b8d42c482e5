// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IMarginLens} from "../interfaces/IMarginLens.sol";
import {AssetTerms} from "../libraries/AssetTerms.sol";
import {BalanceWords} from "../libraries/BalanceWords.sol";
import {HeldKey, HeldKeyMemory} from "../libraries/HeldKey.sol";
import {WadMath} from "../libraries/WadMath.sol";
import {BookMath} from "../risk/BookMath.sol";
import {HaircutMath} from "../risk/HaircutMath.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {AccountReport, HealthReport, HoldingReport, SideReport} from "../types/Lens.sol";
import {Book, KeySums, Margin} from "../types/Margin.sol";
import {Haircuts} from "../types/RiskParameters.sol";
import {LensBase} from "./LensBase.sol";

/// @title AccountLens
/// @notice What an account is worth and why. Margins are the engine's own answers; what they are made of comes from the
/// library that the risk engine computes them with, over the rows it has stored.
abstract contract AccountLens is LensBase {
    using BalanceWords for uint256;
    using SafeCast for uint256;

    uint256 private constant _MAX_ASSETS = 64;
    uint8 private constant _KEYS_PER_WORD = 4;
    uint256 private constant _WORD_FLAGS = 0xF;

    /// @inheritdoc IMarginLens
    function account(address who) external view returns (AccountReport memory report) {
        Book memory book = _ENGINE.bookOf(who);
        (report.blockNumber, report.time) = (block.number, block.timestamp);
        report.header = _ENGINE.headerOf(who);
        report.inAuction = _isInAuction(who);
        (report.cash, report.debt) = (book.cash, _ENGINE.debtOf(who));
        report.holdings = _holdingsOf(book);
        try _RISK.margin(book) returns (Margin memory margin) {
            report.answered = true;
            report.margin = margin;
        } catch {
            return report;
        }
        (report.maintenanceMargin, report.initialMargin) = _marginsOf(report.margin);
        report.cureEquity = LiquidationMath.cureEquity(report.margin);
        report.target = LiquidationMath.cureTarget(report.margin);
        BookMath.Snapshot memory s = _snapshotOf(report.holdings);
        _reportCash(report, s.settlement);
        _reportHoldings(report.holdings, s);
    }

    /// @inheritdoc IMarginLens
    function batchHealth(address[] calldata accounts) external view returns (HealthReport[] memory reports) {
        reports = new HealthReport[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            HealthReport memory report = reports[i];
            report.inLiquidation = _ENGINE.headerOf(accounts[i]).inLiquidation;
            try _ENGINE.marginOf(accounts[i]) returns (Margin memory margin) {
                report.answered = true;
                report.equity = margin.equity;
                (report.maintenanceMargin, report.initialMargin) = _marginsOf(margin);
            } catch {}
        }
    }

    function _isInAuction(address who) private view returns (bool running) {
        address house = _ENGINE.auctionHouse();
        return house != address(0) && IAuctionHouse(house).auctionOf(who).kicker != address(0);
    }

    function _holdingsOf(Book memory book) private view returns (HoldingReport[] memory holdings) {
        holdings = new HoldingReport[](_count(book.held));
        uint256 next = 0;
        uint256 place = 0;
        for (uint8 first = 0; first < _MAX_KEYS; first += _KEYS_PER_WORD) {
            uint256 flags = (book.held >> first) & _WORD_FLAGS;
            if (flags == 0) continue;
            uint256 word = book.words[next++];
            for (uint8 key = first; flags != 0; ++key) {
                if (flags & 1 == 1) _reportBalance(holdings[place++], key, word.unitsOf(key));
                flags >>= 1;
            }
        }
    }

    function _reportBalance(HoldingReport memory holding, uint8 key, uint64 units) private view {
        (holding.key, holding.units) = (key, units);
        holding.eid = _GATEWAY.laneOfKey(key);
        holding.lane = _laneOf(key, holding.eid);
    }

    /// @dev As the risk engine loads a book (RiskStore), from the same rows, with haircuts in place.
    function _snapshotOf(HoldingReport[] memory holdings) private view returns (BookMath.Snapshot memory s) {
        s.assets = new uint256[](_MAX_ASSETS);
        s.settlement = _RISK.assetRow(BookMath.SETTLEMENT);
        BookMath.addAsset(s, BookMath.SETTLEMENT, s.settlement);
        s.firstKey = HeldKeyMemory.reserve(holdings.length);
        HeldKey place = s.firstKey;
        for (uint256 i = 0; i < holdings.length; ++i) {
            // Keys of a balance are below 64, as many as the risk engine has rows.
            KeyRow row = _RISK.keyRow(holdings[i].key);
            uint256 value = 0;
            if (row.isListed()) {
                if (!row.isRecognisedAt(block.timestamp)) row = row.withoutRecognition();
                AssetTerms asset = _termsOf(s, row.asset());
                value = HaircutMath.collateralValue(holdings[i].units, asset.high(), row.decimals());
                asset.setSize(asset.size() + value);
            }
            place = place.write(row, holdings[i].units, value);
        }
        s.endKey = place;
        BookMath.sizeCharges(s);
        BookMath.collateral(s);
    }

    function _termsOf(BookMath.Snapshot memory s, uint8 id) private view returns (AssetTerms asset) {
        asset = AssetTerms.wrap(s.assets[id]);
        if (asset.isNone()) asset = BookMath.addAsset(s, id, _RISK.assetRow(id));
    }

    function _reportHoldings(HoldingReport[] memory holdings, BookMath.Snapshot memory s) private view {
        HeldKey place = s.firstKey;
        for (uint256 i = 0; i < holdings.length; ++i) {
            if (place.row().isListed()) _reportHolding(holdings[i], place, _termsOf(s, place.row().asset()));
            place = place.next();
        }
    }

    function _reportHolding(HoldingReport memory holding, HeldKey place, AssetTerms asset) private view {
        (KeyRow row, AssetRow assetRow) = (place.row(), asset.row());
        holding.hasRow = true;
        (holding.asset, holding.decimals) = (row.asset(), row.decimals());
        holding.recognised = row.recognisedFor() != 0 && assetRow.isGood();
        holding.pokeAge = _since(row.pokedAt());
        holding.price = _priceOf(assetRow);
        // Down, against the account.
        holding.valueLow = HaircutMath.collateralValue(holding.units, assetRow.price(), row.decimals());
        holding.valueHigh = place.value();
        Haircuts memory haircuts;
        (holding.explained, haircuts) = _explain(holding.key);
        _reportMaintenance(holding.maintenance, haircuts, place, asset);
        _reportInitial(holding.initial, haircuts, place, asset);
        uint256 special = asset.special();
        bool twice = special == BookMath.STALE_MULTIPLE;
        _reportCounted(holding.maintenance, twice ? BookMath.STALE_MULTIPLE * place.value() : place.value());
        _reportCounted(holding.initial, special == BookMath.FORGOTTEN ? 0 : holding.valueLow);
    }

    function _reportCash(AccountReport memory report, AssetRow settlement) private pure {
        Margin memory cash;
        KeySums memory nothing;
        BookMath.withoutPositions({m: cash, held: nothing, cash: report.cash, settlement: settlement});
        (report.cashMaintenance, report.cashInitial) = (cash.equity, cash.initialEquity);
        report.reserve = cash.maintenance;
    }

    function _reportMaintenance(
        SideReport memory side,
        Haircuts memory haircuts,
        HeldKey place,
        AssetTerms asset
    ) private pure {
        side.parts = haircuts.maintenance;
        (side.target, side.afterPoke) = (haircuts.maintenanceTarget, haircuts.maintenanceNow);
        side.accountIndependent = place.row().maintenance();
        side.size = asset.size();
        side.haircut = place.maintenanceHaircut();
    }

    function _reportInitial(
        SideReport memory side,
        Haircuts memory haircuts,
        HeldKey place,
        AssetTerms asset
    ) private pure {
        side.parts = haircuts.initial;
        (side.target, side.afterPoke) = (haircuts.initialTarget, haircuts.initialNow);
        side.accountIndependent = place.row().initial();
        uint256 floor = place.row().sizeFloor();
        side.size = asset.size() > floor ? asset.size() : floor;
        side.haircut = place.initialHaircut();
    }

    /// @dev The charge rounds up, against the account.
    function _reportCounted(SideReport memory side, uint256 value) private pure {
        side.value = value;
        side.recognised = value - WadMath.mulUp(value, side.haircut);
    }

    function _marginsOf(Margin memory margin) private pure returns (int256 maintenance, int256 initial) {
        maintenance = margin.equity - margin.maintenance.toInt256();
        initial = margin.initialEquity - margin.initial.toInt256();
    }

    function _count(uint256 bitmap) private pure returns (uint256 ones) {
        for (; bitmap != 0; bitmap &= bitmap - 1) ++ones;
    }
}
