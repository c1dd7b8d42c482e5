// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FastWad} from "../libraries/FastWad.sol";
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

    /// @notice Splits a book into the keys of the sold key's asset and the sums over the others.
    /// @dev In bounds: `place` runs over the held keys, and `next` over those of the asset.
    /// @param s the book's snapshot, size charges in place, without positions
    /// @param total its sums over all held keys
    /// @param held bitmap of held keys (raw)
    /// @param key key to sell (id)
    /// @param row its row
    /// @return sale what is needed after the sale
    function open(
        BookMath.Snapshot memory s,
        KeySums memory total,
        uint256 held,
        uint256 key,
        KeyRow row
    ) internal view returns (SaleBook memory sale) {
        uint256 id = row.asset();
        AssetRow asset = AssetRow.wrap(s.assets.get(id));
        sale.asset = AssetRow.unwrap(asset);
        sale.settlementPrice = s.settlementPrice;
        sale.unpriced = !AssetRow.wrap(s.assets.get(BookMath.SETTLEMENT)).isGood();
        _pick({sale: sale, s: s, held: held, key: key, id: id});
        KeySums memory sold = BookMath.assetSums(sale.rows, sale.values, asset);
        // Bound: the asset's keys are among all keys.
        unchecked {
            sale.others.maintenanceValue = total.maintenanceValue - sold.maintenanceValue;
            sale.others.initialValue = total.initialValue - sold.initialValue;
            sale.others.maintenance = total.maintenance - sold.maintenance;
            sale.others.initial = total.initial - sold.initial;
            sale.others.doubt = total.doubt - sold.doubt;
        }
    }

    /// @notice Equity and requirements once the sale is settled.
    /// @param sale what {open} found before it, of an account without positions
    /// @param left units of the key that are left (units)
    /// @param cash signed cash afterwards (WAD)
    /// @return m equity and requirements
    function marginAfter(SaleBook memory sale, uint256 left, int256 cash) internal view returns (Margin memory m) {
        AssetRow asset = AssetRow.wrap(sale.asset);
        KeyRow row = KeyRow.wrap(sale.rows[sale.place]);
        sale.values[sale.place] = FastWad.unitsValue(left, asset.price(), row.decimals());
        KeySums memory sums = BookMath.assetSums(sale.rows, sale.values, asset);
        // Bound: sums over keys < 2^168.
        unchecked {
            sums.maintenanceValue += sale.others.maintenanceValue;
            sums.initialValue += sale.others.initialValue;
            sums.maintenance += sale.others.maintenance;
            sums.initial += sale.others.initial;
            sums.doubt += sale.others.doubt;
        }
        m = BookMath.withoutPositions(sums, cash, sale.settlementPrice);
        m.unpriced = sale.unpriced;
    }

    /// @dev Rows and values of the asset's keys. A key without a row has no asset and is worth nothing.
    function _pick(
        SaleBook memory sale,
        BookMath.Snapshot memory s,
        uint256 held,
        uint256 key,
        uint256 id
    ) private view {
        uint256[] memory rows = new uint256[](s.count);
        uint256[] memory values = new uint256[](s.count);
        uint256 next = 0;
        uint256 place = 0;
        // Bound: at most 64 keys.
        unchecked {
            for (uint256 k = 0; held >> k != 0; ++k) {
                if ((held >> k) & 1 == 0) continue;
                KeyRow row = KeyRow.wrap(s.rows.get(place));
                if (row.isListed() && row.asset() == id) {
                    if (k == key) sale.place = next;
                    rows.set(next, KeyRow.unwrap(row));
                    values.set(next++, s.values.get(place));
                }
                ++place;
            }
        }
        rows.truncate(next);
        values.truncate(next);
        (sale.rows, sale.values) = (rows, values);
    }
}
