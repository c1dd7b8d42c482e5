// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRecognition} from "../interfaces/IRecognition.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {MemoryWords} from "../libraries/MemoryWords.sol";
import {OfferWord} from "../libraries/OfferWord.sol";
import {WadMath} from "../libraries/WadMath.sol";
import {AssetRow} from "../types/AssetRow.sol";
import {KeyRow} from "../types/KeyRow.sol";
import {Book, KeySums, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";
import {Haircuts, KeyInputs, VolatilityReport} from "../types/RiskParameters.sol";
import {UnderlyingRow} from "../types/UnderlyingRow.sol";
import {AuctionMath} from "./AuctionMath.sol";
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
        _loadFresh({s: s, book: book, maxPriceAge: maxPriceAge, maxPokeAge: maxPokeAge});
        result = BookMath.margin(s, BookMath.collateral(s), book.cash);
        if (_checkSequencer(maxPriceAge) > block.timestamp) result.unpriced = true;
    }

    /// @inheritdoc IRiskEngine
    function liquidationTerms(
        Book calldata book
    ) external override returns (Margin memory result, uint256[8] memory offers) {
        BookMath.Snapshot memory s;
        _loadFresh({s: s, book: book, maxPriceAge: 0, maxPokeAge: 0});
        return (BookMath.margin(s, BookMath.collateral(s), book.cash), _offersOfAll(s, book.held));
    }

    /// @inheritdoc IRiskEngine
    function saleTerms(
        Book calldata book,
        uint8 key,
        uint256 maxPriceAge
    ) external override returns (Margin memory result, KeyTerms memory terms, SaleBook memory sale) {
        require(key < MAX_KEYS && _keyRows[key].isListed(), RiskEngine_UnknownKey(key));
        _refresh(_keyRows[key].asset());
        if (block.timestamp - _keyRows[key].pokedAt() > SALE_POKE_AGE) _poke(key);
        BookMath.Snapshot memory s;
        _loadFresh({s: s, book: book, maxPriceAge: maxPriceAge, maxPokeAge: block.timestamp});
        KeySums memory sums = BookMath.collateral(s);
        KeyRow row = _keyRows[key];
        if (book.positions.length == 0) sale = SaleMath.open({s: s, total: sums, held: book.held, key: key, row: row});
        else (sale.whole, sale.settlementPrice) = (true, s.settlementPrice);
        return (BookMath.margin(s, sums, book.cash), _terms(s, key, row), sale);
    }

    /// @inheritdoc IRiskEngine
    function margin(Book calldata book) external view override returns (Margin memory result) {
        BookMath.Snapshot memory s;
        _load(s, book);
        return BookMath.margin(s, BookMath.collateral(s), book.cash);
    }

    /// @inheritdoc IRiskEngine
    function keyTerms(Book calldata book) external view override returns (KeyTerms[] memory terms) {
        BookMath.Snapshot memory s;
        _load(s, book);
        return _termsOfAll(s, book.held);
    }

    /// @inheritdoc IRiskEngine
    function settlementPrice() external view override returns (uint256 price) {
        return _assetRows[BookMath.SETTLEMENT].price();
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
    /// once. Prices come first, because the rows' size floors use them.
    function _loadFresh(
        BookMath.Snapshot memory s,
        Book calldata book,
        uint256 maxPriceAge,
        uint256 maxPokeAge
    ) private {
        _load(s, book);
        bool oldPrice = block.timestamp - s.oldestRefresh > maxPriceAge;
        bool oldRow = block.timestamp - s.oldestPoke > maxPokeAge;
        if (oldPrice) _refreshOlder(s, maxPriceAge);
        if (oldRow) _pokeOlder(book, maxPokeAge);
        if (oldPrice || oldRow) _load(s, book);
    }

    function _refreshOlder(BookMath.Snapshot memory s, uint256 maxAge) private {
        for (uint8 asset = 0; s.seen >> asset != 0; ++asset) {
            bool seen = (s.seen >> asset) & 1 == 1;
            if (seen && block.timestamp - _assetRows[asset].refreshedAt() > maxAge) _refresh(asset);
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

    function _termsOfAll(BookMath.Snapshot memory s, uint256 held) private view returns (KeyTerms[] memory terms) {
        terms = new KeyTerms[](s.count);
        uint256 place = 0;
        for (uint8 key = 0; held >> key != 0; ++key) {
            if ((held >> key) & 1 == 0) continue;
            terms[place] = _terms(s, key, KeyRow.wrap(s.rows[place]));
            ++place;
        }
    }

    function _terms(BookMath.Snapshot memory s, uint8 key, KeyRow row) private view returns (KeyTerms memory terms) {
        terms.key = key;
        if (!row.isListed()) return terms;
        uint8 id = row.asset();
        AssetRow asset = AssetRow.wrap(s.assets[id]);
        terms.decimals = row.decimals();
        terms.onSale = asset.isGood();
        terms.baseDiscount = uint16(row.baseDiscount());
        terms.penalty = uint16(row.penalty());
        terms.price = asset.price();
        (terms.haircutMaintenance, terms.haircutInitial) = BookMath.haircuts(row, asset, s.sizes[id]);
        uint256 deepest = _maxDiscount(row, terms.haircutMaintenance);
        terms.maxDiscount = deepest - (deepest % WAD_PER_PPM);
        terms.resumedAt = _assetStates[id].resumedAt;
    }

    /// @dev The discounts alone, packed as an auction keeps them: eight keys a word. In bounds: a place is below the
    /// count of held keys, keys and asset ids are below 64.
    function _offersOfAll(BookMath.Snapshot memory s, uint256 held) private view returns (uint256[8] memory offers) {
        uint256[] memory rows = s.rows;
        uint256 place = 0;
        // Bound: at most 64 rounds.
        unchecked {
            for (uint256 key = 0; held >> key != 0; ++key) {
                if ((held >> key) & 1 == 0) continue;
                KeyRow row = KeyRow.wrap(rows.get(place++));
                if (!row.isListed()) continue;
                uint256 id = row.asset();
                AssetRow asset = AssetRow.wrap(s.assets.get(id));
                (uint256 haircut, ) = BookMath.haircuts(row, asset, s.sizes.get(id));
                uint256 deepest = _maxDiscount(row, haircut);
                offers[key / 8] = offers[key / 8].withEntry(uint8(key), deepest, row.baseDiscount());
            }
        }
    }

    function _maxDiscount(KeyRow row, uint256 haircut) private pure returns (uint256 deepest) {
        return
            AuctionMath.maxDiscount({
                baseBps: 0,
                latencyPremium: row.discount(),
                haircut: haircut,
                penalty: WadMath.fromBps(row.penalty()),
                gap: WadMath.fromBps(ParameterChecks.NO_TOXIC_GAP_BPS)
            });
    }
}
