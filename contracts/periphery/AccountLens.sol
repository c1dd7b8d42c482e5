// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IMarginLens} from "../interfaces/IMarginLens.sol";
import {BalanceWords} from "../libraries/BalanceWords.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {WAD, WadMath} from "../libraries/WadMath.sol";
import {BookMath} from "../risk/BookMath.sol";
import {LiquidationMath} from "../risk/LiquidationMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {AccountReport, HealthReport, HoldingReport, SideReport} from "../types/Lens.sol";
import {Book, KeySums, KeyTerms, Margin} from "../types/Margin.sol";
import {Haircuts} from "../types/RiskParameters.sol";
import {LensBase} from "./LensBase.sol";

/// @title AccountLens
/// @notice What an account is worth and why. The engine's answers are taken as they are; the formulas of the risk
/// engine's own libraries split them by key.
abstract contract AccountLens is LensBase {
    using BalanceWords for uint256;
    using SafeCast for uint256;

    // What the risk engine says about a book, and where its holdings meet.
    struct Judgement {
        // false if it did not answer
        bool answered;
        // equity and requirements
        Margin margin;
        // haircuts of each held key
        KeyTerms[] terms;
        // V of each asset over all lanes (WAD)
        uint256[64] sizes;
    }

    uint256 private constant _KEYS_PER_WORD = 4;
    uint256 private constant _WORD_FLAGS = 0xF;

    /// @inheritdoc IMarginLens
    function account(address who) external view returns (AccountReport memory report) {
        Book memory book = _ENGINE.bookOf(who);
        (report.blockNumber, report.time) = (block.number, block.timestamp);
        report.header = _ENGINE.headerOf(who);
        report.inAuction = _isInAuction(who);
        (report.cash, report.debt) = (book.cash, _ENGINE.debtOf(who));
        report.holdings = _balancesOf(book);
        Judgement memory judgement = _judge(book);
        if (!judgement.answered) return report;
        report.answered = true;
        _reportMargin(report, judgement.margin);
        _reportHoldings(report.holdings, judgement);
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

    function _reportMargin(AccountReport memory report, Margin memory margin) private view {
        report.margin = margin;
        (report.maintenanceMargin, report.initialMargin) = _marginsOf(margin);
        (report.cureEquity, report.target) = LiquidationMath.cure(margin);
        KeySums memory nothing;
        Margin memory cash = BookMath.withoutPositions(nothing, report.cash, _RISK.settlementPrice());
        report.cashMaintenance = cash.equity;
        report.cashInitial = cash.initialEquity;
        report.reserve = cash.maintenance;
    }

    /// @dev The size charge of an asset needs all its holdings, hence two passes.
    function _reportHoldings(HoldingReport[] memory holdings, Judgement memory judgement) private view {
        for (uint256 i = 0; i < holdings.length; ++i) _reportValue(holdings[i], judgement.sizes);
        for (uint256 i = 0; i < holdings.length; ++i) {
            if (holdings[i].hasRow) _reportSides(holdings[i], judgement.terms[i], judgement.sizes);
        }
    }

    function _reportValue(HoldingReport memory holding, uint256[64] memory sizes) private view {
        // Keys of a balance are below 64, as many as the risk engine has rows.
        KeyRow row = _RISK.keyRow(holding.key);
        if (!row.isListed()) return;
        AssetRow asset = _assetOf(row.asset());
        holding.hasRow = true;
        (holding.asset, holding.decimals) = (row.asset(), row.decimals());
        holding.recognised = asset.isGood() && row.isRecognisedAt(block.timestamp);
        holding.pokeAge = _since(row.pokedAt());
        holding.price = _priceOf(asset);
        // Down, against the account.
        holding.valueLow = FastWad.unitsValue(holding.units, asset.price(), row.decimals());
        holding.valueHigh = FastWad.unitsValue(holding.units, asset.highPrice(), row.decimals());
        sizes[holding.asset] += holding.valueHigh;
    }

    function _reportSides(
        HoldingReport memory holding,
        KeyTerms memory terms,
        uint256[64] memory sizes
    ) private view {
        KeyRow row = _RISK.keyRow(holding.key);
        AssetRow asset = _assetOf(holding.asset);
        Haircuts memory haircuts;
        (holding.explained, haircuts) = _explain(holding.key);
        uint256 size = BookMath.sizeCharge(asset, sizes[holding.asset]);
        uint256 floor = row.sizeFloor();
        uint256 counted = asset.isGood() ? holding.valueHigh : BookMath.STALE_MULTIPLE * holding.valueHigh;
        holding.maintenance = SideReport({
            parts: haircuts.maintenance,
            target: haircuts.maintenanceTarget,
            afterPoke: haircuts.maintenanceNow,
            accountIndependent: row.maintenance(),
            size: size,
            haircut: terms.haircutMaintenance,
            value: counted,
            recognised: counted - WadMath.mulUp(counted, terms.haircutMaintenance)
        });
        holding.initial = SideReport({
            parts: haircuts.initial,
            target: haircuts.initialTarget,
            afterPoke: haircuts.initialNow,
            accountIndependent: row.initial(),
            size: size > floor ? size : floor,
            haircut: terms.haircutInitial,
            value: holding.valueLow,
            recognised: holding.valueLow - WadMath.mulUp(holding.valueLow, terms.haircutInitial)
        });
    }

    function _judge(Book memory book) private view returns (Judgement memory judgement) {
        try _RISK.margin(book) returns (Margin memory margin) {
            judgement.margin = margin;
        } catch {
            return judgement;
        }
        try _RISK.keyTerms(book) returns (KeyTerms[] memory terms) {
            judgement.terms = terms;
            judgement.answered = true;
        } catch {}
    }

    /// @dev The settlement asset never counts above one dollar (risk.md 1).
    function _assetOf(uint8 id) private view returns (AssetRow row) {
        row = _RISK.assetRow(id);
        if (id == BookMath.SETTLEMENT) row = row.withPriceAtMost(WAD);
    }

    function _isInAuction(address who) private view returns (bool running) {
        address house = _ENGINE.auctionHouse();
        return house != address(0) && IAuctionHouse(house).auctionOf(who).kicker != address(0);
    }

    function _balancesOf(Book memory book) private view returns (HoldingReport[] memory holdings) {
        holdings = new HoldingReport[](_count(book.held));
        uint256 next = 0;
        uint256 place = 0;
        for (uint8 first = 0; first < _MAX_KEYS; first += uint8(_KEYS_PER_WORD)) {
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

    function _marginsOf(Margin memory margin) private pure returns (int256 maintenance, int256 initial) {
        maintenance = margin.equity - margin.maintenance.toInt256();
        initial = margin.initialEquity - margin.initial.toInt256();
    }

    function _count(uint256 bitmap) private pure returns (uint256 ones) {
        for (; bitmap != 0; bitmap &= bitmap - 1) ++ones;
    }
}
