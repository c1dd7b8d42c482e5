// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILaneTerms} from "./../interfaces/ILaneTerms.sol";
import {IPriceOracle} from "./../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "./../interfaces/IRiskEngine.sol";
import {IRiskParameters} from "./../interfaces/IRiskParameters.sol";
import {AssetTerms} from "./../libraries/AssetTerms.sol";
import {FastWad} from "./../libraries/FastWad.sol";
import {HeldKey, HeldKeyMemory} from "./../libraries/HeldKey.sol";
import {Leg, LegMemory} from "./../libraries/Leg.sol";
import {MemoryWords} from "./../libraries/MemoryWords.sol";
import {StorageRows} from "./../libraries/StorageRows.sol";
import {WadMath} from "./../libraries/WadMath.sol";
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
        // when its feed last came back from an outage that counts, 0 if never (unix seconds)
        uint40 resumedAt;
        // asset whose markets hedge it (id)
        uint8 underlying;
        // when a poke last changed the price risk (unix seconds)
        uint32 pokedAt;
        // when a refresh last found its feed out that was good before, 0 if never (unix seconds)
        uint40 outSince;
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
        s.lastAsset = AssetTerms.wrap(0);
        (s.oldestRefresh, s.oldestPoke) = (block.timestamp, block.timestamp);
        _loadAsset(s, BookMath.SETTLEMENT);
        _loadKeys(s, book);
        if (book.positions.length > 0) _loadPositions(s, book.positions);
        BookMath.sizeCharges(s);
    }

    function _marketOf(uint256 market) internal view returns (uint8 asset, uint8 underlying) {
        return _entryOf(_marketWords[market / MARKETS_PER_WORD], market);
    }

    /// @dev The balance words hold four keys each, and only words with a held key are there.
    function _loadKeys(BookMath.Snapshot memory s, Book calldata book) private view {
        uint256[] calldata words = book.words;
        // Bound: at most 64 keys and 16 words.
        unchecked {
            s.firstKey = HeldKeyMemory.reserve(words.length * KEYS_PER_WORD);
            s.endKey = s.firstKey;
            uint256 next = 0;
            uint256 first = 0;
            for (uint256 held = uint64(book.held); held != 0; held >>= KEYS_PER_WORD) {
                if (held & 0xF != 0) _loadWord(s, first, held & 0xF, words[next++]);
                first += KEYS_PER_WORD;
            }
        }
    }

    /// @dev The held keys of one balance word. A key that the gateway lists and that has no row here is worth nothing.
    /// In bounds: a word holds four keys of 64, and every asset id of a row is below 64 (ParameterChecks).
    function _loadWord(BookMath.Snapshot memory s, uint256 id, uint256 present, uint256 word) private view {
        (uint256[] memory assets, HeldKey key, uint256 oldest) = (s.assets, s.endKey, s.oldestPoke);
        // Bound: units < 2^64 and price < 2^98, hence at most 64 keys each worth less than 2^162.
        unchecked {
            for (; present != 0; present >>= 1) {
                if (present & 1 == 1) {
                    KeyRow row = _keyRows.at(id);
                    if (row.isListed()) {
                        if (row.pokedAt() < oldest) oldest = row.pokedAt();
                        if (!row.isRecognisedAt(block.timestamp)) row = row.withoutRecognition();
                        AssetTerms asset = AssetTerms.wrap(assets.get(row.asset()));
                        if (asset.isNone()) asset = _loadAsset(s, row.asset());
                        uint256 value = FastWad.unitsValue(uint64(word), asset.high(), row.decimals());
                        asset.setSize(asset.size() + value);
                        key = key.write(row, uint64(word), value);
                    } else {
                        key = key.write(row, 0, 0);
                    }
                }
                ++id;
                word >>= UNITS_BITS;
            }
        }
        (s.endKey, s.oldestPoke) = (key, oldest);
    }

    /// @dev The first look at an asset of the book. In bounds: asset ids are below 64 (ParameterChecks).
    function _loadAsset(BookMath.Snapshot memory s, uint256 id) private view returns (AssetTerms asset) {
        AssetRow row = _assetRows.at(id);
        if (id == BookMath.SETTLEMENT) s.settlement = row;
        // A price that is not good is always asked for again: it may have come since (decision 085).
        uint256 refreshedAt = row.isGood() ? row.refreshedAt() : 0;
        if (refreshedAt < s.oldestRefresh) s.oldestRefresh = refreshedAt;
        return BookMath.addAsset(s, id, row);
    }

    function _loadPositions(BookMath.Snapshot memory s, Position[] calldata positions) private view {
        PerpBook.Perps memory perps;
        s.perps = perps;
        // By underlying: its leg, 0 for one not met.
        uint256[] memory legs = new uint256[](MAX_ASSETS);
        AssetTerms lastOfKeys = s.lastAsset;
        uint256 marketWord = 0;
        uint256 wordAt = type(uint256).max;
        for (uint256 i = 0; i < positions.length;) {
            Position calldata position = positions[i];
            uint256 market = position.market;
            if (market / MARKETS_PER_WORD != wordAt) {
                wordAt = market / MARKETS_PER_WORD;
                marketWord = _marketWords[wordAt];
            }
            (uint8 id, uint8 underlying) = _entryOf(marketWord, market);
            Leg leg = Leg.wrap(legs.get(underlying));
            if (leg.isNone()) {
                leg = _loadLeg(s, underlying, position.market);
                legs.set(underlying, Leg.unwrap(leg));
            }
            AssetTerms asset = AssetTerms.wrap(s.assets.get(id));
            if (asset.isNone()) asset = _loadAsset(s, id);
            PerpBook.add(perps, leg, position, asset);
            // Bound: a list that fits into calldata.
            unchecked {
                ++i;
            }
        }
        perps.thetaMaintenance = WadMath.fromBps(_thetas.maintenance);
        perps.thetaInitial = WadMath.fromBps(_thetas.initial);
        _linkHedges(legs, lastOfKeys);
    }

    /// @dev The first look at an underlying of the book. In bounds: underlyings are assets, below 64.
    function _loadLeg(BookMath.Snapshot memory s, uint8 underlying, uint8 market) private view returns (Leg leg) {
        UnderlyingRow row = _underlyingRows[underlying];
        require(row.isListed(), RiskEngine_UnknownMarket(market));
        if (row.pokedAt() < s.oldestPoke) s.oldestPoke = row.pokedAt();
        leg = LegMemory.create(row, s.perps.lastLeg);
        s.perps.lastLeg = leg;
    }

    /// @dev Notes which legs the keys hedge: `asset` is the last that was met for a key.
    function _linkHedges(uint256[] memory legs, AssetTerms asset) private view {
        for (; !asset.isNone(); asset = asset.next()) {
            if (asset.size() == 0) continue;
            AssetState storage state = _assetStates[asset.id()];
            uint256 leg = legs.get(state.underlying);
            if (leg == 0) continue;
            asset.setHedge({leg_: leg, maintenance: state.priceRiskMaintenance, initial: state.priceRiskInitial});
        }
    }

    /// @dev What a word of markets says of one of its sixteen.
    function _entryOf(uint256 word, uint256 market) private pure returns (uint8 asset, uint8 underlying) {
        // Bound: a market is below 2^8.
        unchecked {
            word >>= (market % MARKETS_PER_WORD) * MARKET_BITS;
        }
        return (uint8(word), uint8(word >> 8));
    }
}
