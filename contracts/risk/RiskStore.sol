// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneTerms} from "./../interfaces/ILaneTerms.sol";
import {IPriceOracle} from "./../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "./../interfaces/IRiskEngine.sol";
import {IRiskParameters} from "./../interfaces/IRiskParameters.sol";
import {FastWad} from "./../libraries/FastWad.sol";
import {MemoryWords} from "./../libraries/MemoryWords.sol";
import {StorageRows} from "./../libraries/StorageRows.sol";
import {WadMath, WAD} from "./../libraries/WadMath.sol";
import {AssetRow} from "./../types/AssetRow.sol";
import {KeyRow} from "./../types/KeyRow.sol";
import {Book, Position} from "./../types/Margin.sol";
import {UnderlyingRow} from "./../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {PerpBook} from "./PerpBook.sol";

/// @title RiskStore
/// @notice Storage of the risk engine, and reading a book's part of it into memory. A margin check reads one slot a
/// key, one an asset, and with positions one more an asset and one an underlying.
abstract contract RiskStore is IRiskEngine {
    using MemoryWords for uint256[];
    using StorageRows for AssetRow[64];
    using StorageRows for KeyRow[64];

    // What only an account with positions, and a sale, need to know about an asset. One slot.
    struct AssetState {
        // px_MM, at most one (WAD)
        uint64 priceRiskMaintenance;
        // px_IM, at most one (WAD)
        uint64 priceRiskInitial;
        // when its feed last came back from an outage, 0 if never (unix seconds)
        uint40 resumedAt;
        // asset whose markets hedge it (id)
        uint8 underlying;
        // when a poke last changed the price risk (unix seconds)
        uint32 pokedAt;
    }

    // What an asset's volatility is measured to be. Two slots, the second read only for a sample.
    struct Volatility {
        // variance of the fast clock, at most 1e32 (raw, 1e36 per second)
        uint112 fast;
        // variance of the slow clock, at most 1e32 (raw, 1e36 per second)
        uint112 slow;
        // when the last sampled price was observed, 0 before the first poke, 1 before the first sample (unix seconds)
        uint32 sampledAt;
        // the last sampled price (WAD)
        uint96 sampledPrice;
    }

    // Share of a hedge that counts. One slot.
    struct Thetas {
        // at maintenance margin (bps)
        uint16 maintenance;
        // at initial margin (bps)
        uint16 initial;
    }

    // The sequencer at the last look (decision 054). One slot.
    struct Sequencer {
        // when its status feed was asked (unix seconds)
        uint40 checkedAt;
        // when its last grace hour ended or will end, 2^40 - 1 while it is down (unix seconds)
        uint40 resumedAt;
    }

    uint256 internal constant MAX_KEYS = 64;
    uint256 internal constant MAX_ASSETS = 64;
    uint256 internal constant MAX_MARKETS = 32;
    /// @dev A market is its asset and its underlying, a byte each: sixteen a slot.
    uint256 private constant MARKETS_PER_WORD = 16;
    uint256 private constant MARKET_BITS = 16;
    uint256 private constant KEYS_PER_WORD = 4;
    uint256 private constant UNITS_BITS = 64;

    /// @inheritdoc IRiskEngine
    IRiskParameters public immutable override parameters;
    /// @inheritdoc IRiskEngine
    IPriceOracle public immutable override oracle;
    /// @inheritdoc IRiskEngine
    ILaneTerms public immutable override gateway;

    KeyRow[MAX_KEYS] internal _keyRows;
    AssetRow[MAX_ASSETS] internal _assetRows;
    AssetState[MAX_ASSETS] internal _assetStates;
    Volatility[MAX_ASSETS] internal _volatilities;
    UnderlyingRow[MAX_ASSETS] internal _underlyingRows;
    uint256[MAX_MARKETS / MARKETS_PER_WORD] private _marketWords;
    Thetas internal _thetas;
    Sequencer internal _sequencer;

    constructor(address parameters_, address oracle_, address gateway_) {
        parameters = IRiskParameters(parameters_);
        oracle = IPriceOracle(oracle_);
        gateway = ILaneTerms(gateway_);
    }

    function _storeMarket(uint8 market, uint8 asset, uint8 underlying) internal {
        uint256 shift = (market % MARKETS_PER_WORD) * MARKET_BITS;
        _marketWords[market / MARKETS_PER_WORD] |= (uint256(underlying) << (shift + 8)) | (uint256(asset) << shift);
    }

    /// @dev The whole book at cached rows, size charges in place.
    function _load(BookMath.Snapshot memory s, Book calldata book) internal view {
        s.assets = new uint256[](MAX_ASSETS);
        s.sizes = new uint256[](MAX_ASSETS);
        (s.seen, s.count) = (0, 0);
        s.oldestRefresh = block.timestamp;
        s.oldestPoke = block.timestamp;
        AssetRow settlement = _loadAsset(s, BookMath.SETTLEMENT);
        s.settlementPrice = settlement.price();
        s.assets[BookMath.SETTLEMENT] = AssetRow.unwrap(settlement.withPriceAtMost(WAD));
        _loadKeys(s, book);
        if (book.positions.length > 0) _loadPositions(s, book.positions);
        BookMath.sizeCharges(s);
    }

    function _marketOf(uint256 market) internal view returns (uint8 asset, uint8 underlying) {
        uint256 word = _marketWords[market / MARKETS_PER_WORD] >> ((market % MARKETS_PER_WORD) * MARKET_BITS);
        return (uint8(word), uint8(word >> 8));
    }

    /// @dev The balance words hold four keys each, and only words with a held key are there.
    function _loadKeys(BookMath.Snapshot memory s, Book calldata book) private view {
        uint256[] calldata words = book.words;
        uint256 capacity = words.length * KEYS_PER_WORD;
        (s.rows, s.values) = (new uint256[](capacity), new uint256[](capacity));
        uint256 next = 0;
        uint256 first = 0;
        // Bound: at most 64 keys and 16 words.
        unchecked {
            for (uint256 held = book.held; held != 0; held >>= KEYS_PER_WORD) {
                if (held & 0xF != 0) _loadWord(s, first, held & 0xF, words[next++]);
                first += KEYS_PER_WORD;
            }
        }
    }

    /// @dev The held keys of one balance word. A key that the gateway lists and that has no row here is worth nothing.
    /// In bounds: a word holds four keys of 64, and every asset id of a row is below 64 (ParameterChecks).
    function _loadWord(BookMath.Snapshot memory s, uint256 key, uint256 present, uint256 word) private view {
        (uint256[] memory rows, uint256[] memory values) = (s.rows, s.values);
        (uint256[] memory assets, uint256[] memory sizes) = (s.assets, s.sizes);
        (uint256 place, uint256 oldest) = (s.count, s.oldestPoke);
        // Bound: units < 2^64 and price < 2^96, hence at most 64 keys each worth less than 2^160.
        unchecked {
            for (; present != 0; present >>= 1) {
                if (present & 1 == 1) {
                    KeyRow row = _keyRows.at(key);
                    if (row.isListed()) {
                        rows.set(place, KeyRow.unwrap(row));
                        if (row.pokedAt() < oldest) oldest = row.pokedAt();
                        uint256 id = row.asset();
                        AssetRow asset = AssetRow.wrap(assets.get(id));
                        if (!asset.isListed()) asset = _loadAsset(s, id);
                        uint256 value = FastWad.unitsValue(uint64(word), asset.price(), row.decimals());
                        values.set(place, value);
                        sizes.set(id, sizes.get(id) + value);
                    }
                    ++place;
                }
                ++key;
                word >>= UNITS_BITS;
            }
        }
        (s.count, s.oldestPoke) = (place, oldest);
    }

    /// @dev The first look at an asset of the book. In bounds: asset ids are below 64 (ParameterChecks).
    function _loadAsset(BookMath.Snapshot memory s, uint256 asset) private view returns (AssetRow row) {
        row = _assetRows.at(asset);
        s.assets.set(asset, AssetRow.unwrap(row));
        s.seen |= 1 << asset;
        if (row.refreshedAt() < s.oldestRefresh) s.oldestRefresh = row.refreshedAt();
    }

    function _loadPositions(BookMath.Snapshot memory s, Position[] calldata positions) private view {
        PerpBook.Perps memory perps;
        s.perps = perps;
        uint256 held = s.seen;
        PerpBook.open(perps, positions.length, MAX_ASSETS);
        for (uint256 i = 0; i < positions.length; ++i) {
            (uint8 asset, uint8 underlying) = _marketOf(positions[i].market);
            PerpBook.Leg memory leg = _legOf(s, underlying);
            require(leg.row.isListed(), RiskEngine_UnknownMarket(positions[i].market));
            AssetRow row = AssetRow.wrap(s.assets[asset]);
            if (!row.isListed()) row = _loadAsset(s, asset);
            if (!row.isGood()) perps.unpriced = true;
            PerpBook.add(perps, leg, positions[i], row.price());
        }
        perps.thetaMaintenance = WadMath.fromBps(_thetas.maintenance);
        perps.thetaInitial = WadMath.fromBps(_thetas.initial);
        for (uint256 asset = 0; held >> asset != 0; ++asset) {
            if (s.sizes[asset] == 0) continue;
            AssetState memory state = _assetStates[asset];
            uint256 place = perps.places[state.underlying];
            if (place == 0) continue;
            PerpBook.link({
                perps: perps,
                asset: asset,
                place: place,
                priceRiskMaintenance: state.priceRiskMaintenance,
                priceRiskInitial: state.priceRiskInitial
            });
        }
    }

    function _legOf(BookMath.Snapshot memory s, uint8 underlying) private view returns (PerpBook.Leg memory leg) {
        PerpBook.Perps memory perps = s.perps;
        uint256 place = perps.places[underlying];
        if (place != 0) return perps.legs[place - 1];
        leg = perps.legs[perps.count++];
        leg.row = _underlyingRows[underlying];
        perps.places[underlying] = perps.count;
        if (leg.row.pokedAt() < s.oldestPoke) s.oldestPoke = leg.row.pokedAt();
    }
}
