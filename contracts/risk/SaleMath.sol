// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetTerms} from "../libraries/AssetTerms.sol";
import {FastWad} from "../libraries/FastWad.sol";
import {HeldKey, HeldKeyMemory} from "../libraries/HeldKey.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {KeySums, Margin, SaleBook} from "../types/Margin.sol";
import {BookMath} from "./BookMath.sol";

/// @title The margin of an account after a sale of one of its keys
/// @notice Every take must find out whether it cured the account (system.md section 5). A sale changes cash and the
/// keys of one asset; the sums over all other keys stand. The result is that of a whole new pass, to the wei, since all
/// sums are of integers.
library SaleMath {
    using MemoryWords for uint256[];

    /// @notice Equity and requirements once the sale is settled.
    /// @param sale what {open} found before it, of an account without positions
    /// @param left units of the key that are left (units)
    /// @param cash signed cash afterwards (WAD)
    /// @return m equity and requirements
    function marginAfter(SaleBook memory sale, uint256 left, int256 cash) internal view returns (Margin memory m) {
        sale.units[sale.place] = left;
        BookMath.Snapshot memory part;
        // Only the place of this one asset is read.
        part.assets = MemoryWords.allocate(64);
        uint256 id = KeyRow.wrap(sale.rows[sale.place]).asset();
        AssetTerms asset = BookMath.addAsset(part, id, AssetRow.wrap(sale.asset));
        _value(part, sale, asset);
        BookMath.sizeCharges(part);
        KeySums memory sums = BookMath.collateral(part);
        KeySums memory others = sale.others;
        // Bound: sums over keys < 2^168.
        unchecked {
            sums.maintenanceValue += others.maintenanceValue;
            sums.initialValue += others.initialValue;
            sums.maintenance += others.maintenance;
            sums.initial += others.initial;
            sums.doubt += others.doubt;
            sums.doubted += others.doubted;
            sums.initialDoubt += others.initialDoubt;
        }
        BookMath.withoutPositions(m, sums, cash, AssetRow.wrap(sale.settlement));
    }

    /// @notice Splits a book into the keys of the sold key's asset and the sums over the others.
    /// @param sale what is needed after the sale
    /// @param s the book's snapshot, haircuts in place, without positions
    /// @param total its sums over all held keys
    /// @param place where the key to sell is
    function open(SaleBook memory sale, BookMath.Snapshot memory s, KeySums memory total, HeldKey place) internal pure {
        uint256 id = place.row().asset();
        AssetTerms asset = AssetTerms.wrap(s.assets.get(id));
        sale.asset = AssetRow.unwrap(asset.row());
        BookMath.Snapshot memory part;
        part.assets = s.assets;
        _pick({sale: sale, part: part, s: s, place: place, id: id});
        KeySums memory sold = BookMath.collateral(part);
        KeySums memory others = sale.others;
        // Bound: the asset's keys are among all keys.
        unchecked {
            others.maintenanceValue = total.maintenanceValue - sold.maintenanceValue;
            others.initialValue = total.initialValue - sold.initialValue;
            others.maintenance = total.maintenance - sold.maintenance;
            others.initial = total.initial - sold.initial;
            others.doubt = total.doubt - sold.doubt;
            others.doubted = total.doubted - sold.doubted;
            others.initialDoubt = total.initialDoubt - sold.initialDoubt;
        }
    }

    /// @dev The keys of the asset, once for the sums over them and once for after the sale. A key without a row has no
    /// asset and is worth nothing. In bounds: `next` is below the count of held keys.
    function _pick(
        SaleBook memory sale,
        BookMath.Snapshot memory part,
        BookMath.Snapshot memory s,
        HeldKey place,
        uint256 id
    ) private pure {
        uint256 count = s.endKey.since(s.firstKey);
        (uint256[] memory rows, uint256[] memory units) = (MemoryWords.allocate(count), MemoryWords.allocate(count));
        HeldKey end = HeldKeyMemory.reserve(count);
        part.firstKey = end;
        uint256 next = 0;
        uint256 value = 0;
        // Bound: at most 64 keys of less than 2^162 each.
        unchecked {
            for (HeldKey key = s.firstKey; HeldKey.unwrap(key) < HeldKey.unwrap(s.endKey); key = key.next()) {
                KeyRow row = key.row();
                if (!row.isListed() || row.asset() != id) continue;
                if (HeldKey.unwrap(key) == HeldKey.unwrap(place)) sale.place = next;
                rows.set(next, KeyRow.unwrap(row));
                units.set(next++, key.units());
                end = end.write(row, key.units(), key.value());
                value += key.value();
            }
        }
        rows.truncate(next);
        units.truncate(next);
        (sale.rows, sale.units, part.endKey) = (rows, units, end);
        if (AssetTerms.wrap(s.assets.get(id)).special() == 0) part.plainValue = value;
    }

    /// @dev The keys of the asset with what is left of them. In bounds: both lists have a place for each key.
    function _value(BookMath.Snapshot memory part, SaleBook memory sale, AssetTerms asset) private pure {
        (uint256[] memory rows, uint256[] memory units) = (sale.rows, sale.units);
        HeldKey end = HeldKeyMemory.reserve(rows.length);
        part.firstKey = end;
        uint256 total = 0;
        // Bound: at most 64 keys of less than 2^162 each.
        unchecked {
            for (uint256 i = 0; i < rows.length; ++i) {
                KeyRow row = KeyRow.wrap(rows.get(i));
                uint256 value = FastWad.unitsValue(units.get(i), asset.high(), row.decimals());
                end = end.write(row, units.get(i), value);
                total += value;
            }
        }
        asset.setSize(total);
        part.endKey = end;
    }
}
