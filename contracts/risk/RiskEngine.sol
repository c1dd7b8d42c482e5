// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {AssetTerms} from "../libraries/AssetTerms.sol";
import {HeldKey} from "../libraries/HeldKey.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {WadMath} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {Book, KeySums, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";
import {Haircuts, KeyInputs, VolatilityReport} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {BookMath} from "./BookMath.sol";
import {ParameterChecks} from "./ParameterChecks.sol";
import {RiskRows} from "./RiskRows.sol";
import {RiskStore} from "./RiskStore.sol";
import {RowMath} from "./RowMath.sol";
import {SaleMath} from "./SaleMath.sol";

/// @title RiskEngine
/// @notice Answers what an account is worth and what it must hold (risk.md sections 2 and 3), from rows that anyone may
/// bring up to date.
contract RiskEngine is RiskRows, IRecognition {
    using MemoryWords for uint256[];
    using OfferWord for uint256;

    /// @dev A take pokes the key it buys when its row is older than this, as a risk-increasing act would
    /// (system.md 4.1).
    uint256 private constant SALE_POKE_AGE = 300;
    /// @dev No asset: ids are below 64.
    uint256 private constant NO_ASSET = 64;
    /// @dev Auctions keep discounts in parts per million.
    uint256 private constant WAD_PER_PPM = 1e12;

    constructor(address parameters_, address oracle_, address gateway_) RiskStore(parameters_, oracle_, gateway_) {}

    /// @inheritdoc IRiskEngine
    function refresh(uint256 assets) external override {
        for (uint8 asset = 0; assets != 0; ++asset) {
            if (assets & 1 == 1) {
                bool known = asset < MAX_ASSETS && oracle.ageLimit(asset) != 0;
                require(known, RiskEngine_UnknownAsset(asset));
                _refresh(asset);
            }
            assets >>= 1;
        }
    }

    /// @inheritdoc IRiskEngine
    function checkSequencer(uint256 maxAge) external override returns (uint256 since) {
        return _checkSequencer(maxAge);
    }

    /// @inheritdoc IRiskEngine
    function poke(uint256 keys) external override {
        for (uint8 key = 0; keys != 0; ++key) {
            if (keys & 1 == 1) _poke(key);
            keys >>= 1;
        }
    }

    /// @inheritdoc IRiskEngine
    function pokeUnderlyings(uint256 assets) external override {
        for (uint8 asset = 0; assets != 0; ++asset) {
            if (assets & 1 == 1) _pokeUnderlying(asset);
            assets >>= 1;
        }
    }

    /// @inheritdoc IRecognition
    function suspend(uint256 keys) external override {
        require(msg.sender == address(gateway), Recognition_NotGateway(msg.sender));
        emit RecognitionSuspended(keys);
        for (uint256 key = 0; key < MAX_KEYS && keys >> key != 0; ++key) {
            if ((keys >> key) & 1 == 0) continue;
            KeyRow row = _keyRows[key];
            if (row.isListed()) _keyRows[key] = row.withoutRecognition();
        }
    }

    /// @inheritdoc IRiskEngine
    function takeMarket(uint8 market) external override {
        (uint8 asset, uint8 underlying) = parameters.marketOf(market);
        if (!_underlyingRows[underlying].isListed()) _pokeUnderlying(underlying);
        _storeMarket(market, asset, underlying);
        emit MarketTaken(market, asset, underlying);
    }

    /// @inheritdoc IRiskEngine
    function freshMargin(
        Book calldata book,
        uint256 maxPriceAge,
        uint256 maxPokeAge
    ) external override returns (Margin memory result) {
        BookMath.Snapshot memory s;
        _loadFresh({s: s, book: book, maxPriceAge: maxPriceAge, maxPokeAge: maxPokeAge, asked: NO_ASSET});
        BookMath.margin(result, s, BookMath.collateral(s), book.cash);
        // The row is at most as old as a price may be; where it says that the sequencer was halted the feed is asked.
        if (s.settlement.isHalted() && _checkSequencer(maxPriceAge) > block.timestamp) result.unpriced = true;
    }

    /// @inheritdoc IRiskEngine
    function liquidationTerms(
        Book calldata book
    ) external override returns (Margin memory result, uint256[8] memory offers) {
        BookMath.Snapshot memory s;
        _loadFresh({s: s, book: book, maxPriceAge: 0, maxPokeAge: 0, asked: NO_ASSET});
        BookMath.margin(result, s, BookMath.collateral(s), book.cash);
        _offerAll(offers, s, book.held);
    }

    /// @inheritdoc IRiskEngine
    function saleTerms(
        Book calldata book,
        uint8 key,
        uint256 maxPriceAge
    ) external override returns (Margin memory result, KeyTerms memory terms, SaleBook memory sale) {
        require(key < MAX_KEYS && _keyRows[key].isListed(), RiskEngine_UnknownKey(key));
        uint8 asset = _keyRows[key].asset();
        _refresh(asset);
        if (block.timestamp - _keyRows[key].pokedAt() > SALE_POKE_AGE) _poke(key);
        BookMath.Snapshot memory s;
        _loadFresh({s: s, book: book, maxPriceAge: maxPriceAge, maxPokeAge: block.timestamp, asked: asset});
        KeySums memory sums = BookMath.collateral(s);
        BookMath.margin(result, s, sums, book.cash);
        sale.settlement = AssetRow.unwrap(s.settlement);
        sale.whole = book.positions.length > 0;
        if ((book.held >> key) & 1 == 0) return (result, terms, sale);
        HeldKey place = _placeOf(s, book.held, key);
        _setTerms(terms, s, key, place);
        if (!sale.whole) SaleMath.open({sale: sale, s: s, total: sums, place: place});
    }

    /// @inheritdoc IRiskEngine
    function margin(Book calldata book) external view override returns (Margin memory result) {
        BookMath.Snapshot memory s;
        _load(s, book);
        BookMath.margin(result, s, BookMath.collateral(s), book.cash);
    }

    /// @inheritdoc IRiskEngine
    function keyTerms(Book calldata book) external view override returns (KeyTerms[] memory terms) {
        BookMath.Snapshot memory s;
        _load(s, book);
        BookMath.collateral(s);
        terms = new KeyTerms[](s.endKey.since(s.firstKey));
        HeldKey place = s.firstKey;
        for (uint8 key = 0; uint64(book.held) >> key != 0; ++key) {
            if ((book.held >> key) & 1 == 0) continue;
            _setTerms(terms[place.since(s.firstKey)], s, key, place);
            place = place.next();
        }
    }

    /// @inheritdoc IRiskEngine
    function settlementPrice() external view override returns (uint256 price) {
        return BookMath.debtPrice(_assetRows[BookMath.SETTLEMENT]);
    }

    /// @inheritdoc IRiskEngine
    function sequencerResumedAt(uint256 maxAge) external view override returns (uint256 since) {
        bool known;
        (known, since) = _knownSequencer(maxAge);
        if (!known) since = _askSequencer();
    }

    /// @inheritdoc IRiskEngine
    function keyRow(uint8 key) external view override returns (KeyRow row) {
        return _keyRows[key];
    }

    /// @inheritdoc IRiskEngine
    function assetRow(uint8 asset) external view override returns (AssetRow row) {
        return _assetRows[asset];
    }

    /// @inheritdoc IRiskEngine
    function underlyingRow(uint8 asset) external view override returns (UnderlyingRow row) {
        return _underlyingRows[asset];
    }

    /// @inheritdoc IRiskEngine
    function haircutsOf(uint8 key) external view override returns (Haircuts memory haircuts) {
        KeyInputs memory inputs = parameters.keyInputs(key);
        return
            RowMath.haircuts({
                inputs: inputs,
                terms: gateway.termsOf(key),
                variance: _measured(inputs.key.asset, inputs.volatility),
                last: _keyRows[key],
                time: block.timestamp
            });
    }

    /// @inheritdoc IRiskEngine
    function volatilityOf(uint8 asset) external view override returns (VolatilityReport memory report) {
        return _report(asset, parameters.volatilityLimits(asset));
    }

    /// @inheritdoc IRiskEngine
    function priceRiskOf(
        uint8 asset
    ) external view override returns (uint256 maintenance, uint256 initial, uint8 underlying, uint256 resumedAt) {
        AssetState memory state = _assetStates[asset];
        return (state.priceRiskMaintenance, state.priceRiskInitial, state.underlying, state.resumedAt);
    }

    /// @dev Loads a book, and again if something of it had to be brought up to date: the common case reads every slot
    /// once. Prices come first, because the rows' size floors use them. A feed that is out is asked once a call, hence
    /// not `asked`, which was just before.
    function _loadFresh(
        BookMath.Snapshot memory s,
        Book calldata book,
        uint256 maxPriceAge,
        uint256 maxPokeAge,
        uint256 asked
    ) private {
        _load(s, book);
        bool oldPrice = block.timestamp - s.oldestRefresh > maxPriceAge;
        bool oldRow = block.timestamp - s.oldestPoke > maxPokeAge;
        if (oldPrice) _refreshOlder(s, maxPriceAge, asked);
        if (oldRow) _pokeOlder(book, maxPokeAge);
        if (oldPrice || oldRow) _load(s, book);
    }

    function _refreshOlder(BookMath.Snapshot memory s, uint256 maxAge, uint256 asked) private {
        for (AssetTerms asset = s.lastAsset; !asset.isNone(); asset = asset.next()) {
            if (asset.id() == asked) continue;
            AssetRow row = asset.row();
            // Bound: asset ids are below 64.
            if (!row.isGood() || block.timestamp - row.refreshedAt() > maxAge) _refresh(uint8(asset.id()));
        }
    }

    function _pokeOlder(Book calldata book, uint256 maxAge) private {
        for (uint8 key = 0; book.held >> key != 0; ++key) {
            if ((book.held >> key) & 1 == 0) continue;
            KeyRow row = _keyRows[key];
            if (row.isListed() && block.timestamp - row.pokedAt() > maxAge) _poke(key);
        }
        for (uint256 i = 0; i < book.positions.length; ++i) {
            (, uint8 underlying) = _marketOf(book.positions[i].market);
            if (block.timestamp - _underlyingRows[underlying].pokedAt() > maxAge) _pokeUnderlying(underlying);
        }
    }

    /// @dev Haircuts of the snapshot are in place. In bounds: asset ids are below 64.
    function _setTerms(KeyTerms memory terms, BookMath.Snapshot memory s, uint8 key, HeldKey place) private view {
        terms.key = key;
        KeyRow row = place.row();
        if (!row.isListed()) return;
        AssetTerms asset = AssetTerms.wrap(s.assets.get(row.asset()));
        terms.decimals = row.decimals();
        terms.onSale = asset.row().isGood();
        terms.baseDiscount = uint16(row.baseDiscount());
        terms.penalty = uint16(row.penalty());
        terms.price = asset.high();
        (terms.haircutMaintenance, terms.haircutInitial) = (place.maintenanceHaircut(), place.initialHaircut());
        // C_IM counts V at the low price: of a value at the high one a sale frees that much less. Down, so that more is
        // sold.
        if (asset.row().isSpread()) {
            terms.haircutInitial = Math.mulDiv(terms.haircutInitial, asset.row().price(), terms.price);
        }
        uint256 deepest = _maxDiscount(row, terms.haircutMaintenance);
        terms.maxDiscount = deepest - (deepest % WAD_PER_PPM);
        terms.resumedAt = _assetStates[row.asset()].resumedAt;
    }

    /// @dev Where a held key is in a snapshot.
    function _placeOf(BookMath.Snapshot memory s, uint256 held, uint256 key) private pure returns (HeldKey place) {
        place = s.firstKey;
        for (uint256 before = held & ((1 << key) - 1); before != 0; before >>= 1) {
            if (before & 1 == 1) place = place.next();
        }
    }

    /// @dev The discounts alone, packed as an auction keeps them: eight keys a word. Haircuts are in place.
    function _offerAll(uint256[8] memory offers, BookMath.Snapshot memory s, uint256 held) private pure {
        HeldKey place = s.firstKey;
        uint256 key = 0;
        // Bound: at most 64 rounds.
        unchecked {
            for (uint256 left = uint64(held); left != 0; left >>= 1) {
                if (left & 1 == 1) {
                    KeyRow row = place.row();
                    if (row.isListed()) {
                        uint256 deepest = _maxDiscount(row, place.maintenanceHaircut());
                        offers[key >> 3] = offers[key >> 3].withEntry(uint8(key), deepest, row.baseDiscount());
                    }
                    place = place.next();
                }
                ++key;
            }
        }
    }

    /// @dev AuctionMath.maxDiscount, dBase and L in one as the row keeps them.
    function _maxDiscount(KeyRow row, uint256 haircut) private pure returns (uint256 deepest) {
        deepest = row.discount();
        // Bound: phi has eight bits.
        unchecked {
            uint256 kept = (row.penalty() + ParameterChecks.NO_TOXIC_GAP_BPS) * WadMath.WAD_PER_BPS;
            uint256 limit = haircut > kept ? haircut - kept : 0;
            if (deepest > limit) deepest = limit;
        }
    }
}
