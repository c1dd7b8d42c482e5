// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IClampedFeed} from "./../interfaces/IClampedFeed.sol";
import {FeedParameters, IPriceOracle} from "./../interfaces/IPriceOracle.sol";
import {FeedCall} from "./../libraries/FeedCall.sol";
import {PriceStatus} from "./../types/PriceStatus.sol";

/// @title PriceOracle
/// @notice One or two feeds an asset, believed only while each is fresh and inside its sanity bounds and both agree
/// (system.md 4.1). It holds no prices: RiskEngine keeps the last good ones of each asset beside its haircut row.
contract PriceOracle is AccessManaged, IPriceOracle {
    // Two slots, read together.
    struct Feed {
        // who answers
        address source;
        // age up to which an observation is good (seconds)
        uint32 maxAge;
        // decimals of its answers when it was set (count)
        uint8 decimals;
        // in the first feed: furthest that the second may be away, 0 if there is none (bps)
        uint16 bandBps;
        // lowest price believed (WAD)
        uint96 minPrice;
        // highest price believed (WAD)
        uint96 maxPrice;
    }

    // What one feed says.
    struct Answer {
        // price of a whole token, 0 if it is none (WAD)
        uint256 price;
        // when it was observed, 0 if unreadable (unix seconds)
        uint256 observedAt;
        // verdict
        PriceStatus status;
    }

    /// @dev Enough for a Chainlink proxy several times over; a hostile feed can burn no more.
    uint256 private constant FEED_GAS = 100_000;
    /// @dev FEED_GAS after the 63/64 rule, and what the read itself needs.
    uint256 private constant CALL_GAS = (FEED_GAS * 64) / 63 + 5_000;
    uint256 private constant MOST_FEEDS = 2;
    /// @dev Both calls, and the storage reads between them.
    uint256 private constant READ_GAS = MOST_FEEDS * CALL_GAS + 10_000;
    uint256 private constant LONGEST_MAX_AGE = 2 days;
    /// @dev A wider band would make agreement say nothing: maintenance margin takes the better price.
    uint256 private constant WIDEST_BAND = 1_000;
    uint256 private constant BPS = 10_000;
    uint256 private constant GRACE = 1 hours;
    uint256 private constant WAD_DECIMALS = 18;
    uint256 private constant MAX_DECIMALS = 36;
    int256 private constant SEQUENCER_UP = 0;

    /// @inheritdoc IPriceOracle
    address public override sequencerFeed;
    mapping(uint8 asset => Feed feed) private _first;
    mapping(uint8 asset => Feed feed) private _second;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IPriceOracle
    function setFeeds(uint8 asset, FeedParameters[] calldata feeds, uint16 bandBps) external override restricted {
        uint256 count = feeds.length;
        require(count > 0 && count <= MOST_FEEDS, PriceOracle_WrongFeedCount(asset, count, MOST_FEEDS));
        uint256 widest = count == MOST_FEEDS ? WIDEST_BAND : 0;
        require(
            bandBps <= widest && (bandBps > 0 || widest == 0),
            PriceOracle_BadBand({asset: asset, bandBps: bandBps, bound: widest})
        );
        if (count == MOST_FEEDS) _requireDistinct(asset, feeds[0].source, feeds[1].source);
        _first[asset] = _checked(asset, feeds[0], bandBps);
        if (count == MOST_FEEDS) _second[asset] = _checked(asset, feeds[1], 0);
        else delete _second[asset];
        requireFresh(asset);
        emit FeedsSet({asset: asset, feeds: count, bandBps: bandBps});
        for (uint256 i = 0; i < count; ++i) {
            emit FeedSet({
                asset: asset,
                source: feeds[i].source,
                place: i,
                maxAge: feeds[i].maxAge,
                minPrice: feeds[i].minPrice,
                maxPrice: feeds[i].maxPrice
            });
        }
    }

    /// @inheritdoc IPriceOracle
    function setSequencerFeed(address source) external override restricted {
        if (source != address(0)) {
            (bool answered, int256 answer, , ) = _latestRound(source);
            require(answered && (answer == 0 || answer == 1), PriceOracle_NotASequencerFeed(source));
        }
        sequencerFeed = source;
        emit SequencerFeedSet(source);
    }

    /// @inheritdoc IPriceOracle
    function read(
        uint8 asset
    ) external view override returns (uint256 low, uint256 high, uint256 observedAt, PriceStatus status) {
        Feed memory feed = _first[asset];
        if (feed.source == address(0)) return (0, 0, 0, PriceStatus.UNSET);
        Answer memory first = _ask(feed);
        if (feed.bandBps == 0) return (first.price, first.price, first.observedAt, first.status);
        return _together(first, _ask(_second[asset]), feed.bandBps);
    }

    /// @inheritdoc IPriceOracle
    function feedsOf(uint8 asset) external view override returns (FeedParameters[] memory feeds, uint256 bandBps) {
        Feed memory first = _first[asset];
        if (first.source == address(0)) return (feeds, 0);
        bandBps = first.bandBps;
        feeds = new FeedParameters[](bandBps > 0 ? MOST_FEEDS : 1);
        feeds[0] = _parametersOf(first);
        if (bandBps > 0) feeds[1] = _parametersOf(_second[asset]);
    }

    /// @inheritdoc IPriceOracle
    function ageLimit(uint8 asset) external view override returns (uint256 limit) {
        Feed storage first = _first[asset];
        limit = first.maxAge;
        if (first.bandBps > 0) limit = Math.max(limit, _second[asset].maxAge);
    }

    /// @inheritdoc IPriceOracle
    function isSequencerUp() external view override returns (bool up) {
        return sequencerResumedAt() <= block.timestamp;
    }

    /// @inheritdoc IPriceOracle
    function readGas() external pure override returns (uint256 gasLimit) {
        return READ_GAS;
    }

    /// @inheritdoc IPriceOracle
    function requireFresh(uint8 asset) public view override returns (uint256 low, uint256 high, uint256 observedAt) {
        Feed memory feed = _first[asset];
        require(feed.source != address(0), PriceOracle_NoFeed(asset));
        Answer memory first = _ask(feed);
        if (feed.bandBps == 0) {
            _requireGood(asset, feed, first);
            return (first.price, first.price, first.observedAt);
        }
        Feed memory other = _second[asset];
        Answer memory second = _ask(other);
        if (second.status > first.status) _requireGood(asset, other, second);
        _requireGood(asset, feed, first);
        PriceStatus status;
        (low, high, observedAt, status) = _together(first, second, feed.bandBps);
        require(
            status == PriceStatus.GOOD,
            PriceOracle_Disagree({asset: asset, low: low, high: high, bandBps: feed.bandBps})
        );
    }

    /// @inheritdoc IPriceOracle
    function sequencerResumedAt() public view override returns (uint256 since) {
        address source = sequencerFeed;
        if (source == address(0)) return 0;
        (bool answered, int256 answer, uint256 startedAt, ) = _latestRound(source);
        bool up = answered && answer == SEQUENCER_UP && startedAt > 0 && startedAt <= block.timestamp;
        return up ? startedAt + GRACE : type(uint256).max;
    }

    /// @dev Staleness is judged before the bounds: an old answer says nothing about the price.
    function _ask(Feed memory feed) private view returns (Answer memory result) {
        (bool answered, int256 answer, , uint256 updatedAt) = _latestRound(feed.source);
        if (!answered || updatedAt > block.timestamp) {
            result.status = PriceStatus.UNREADABLE;
            return result;
        }
        result.price = answer > 0 ? _toWad(uint256(answer), feed.decimals) : 0;
        result.observedAt = updatedAt;
        if (block.timestamp - updatedAt > feed.maxAge) result.status = PriceStatus.STALE;
        else if (result.price < feed.minPrice || result.price > feed.maxPrice) {
            result.status = PriceStatus.OUT_OF_BOUNDS;
        } else result.status = PriceStatus.GOOD;
    }

    /// @dev A feed as it is stored, once its limits make sense.
    function _checked(
        uint8 asset,
        FeedParameters calldata given,
        uint16 bandBps
    ) private view returns (Feed memory feed) {
        require(
            given.maxAge > 0 && given.maxAge <= LONGEST_MAX_AGE,
            PriceOracle_BadAgeLimit({asset: asset, maxAge: given.maxAge, bound: LONGEST_MAX_AGE})
        );
        require(
            given.minPrice > 0 && given.minPrice < given.maxPrice,
            PriceOracle_BadBounds({
                asset: asset,
                minPrice: given.minPrice,
                maxPrice: given.maxPrice,
                bound: type(uint96).max
            })
        );
        (bool answered, uint256 decimals) = FeedCall.word(
            given.source,
            AggregatorV3Interface.decimals.selector,
            FEED_GAS
        );
        require(answered && decimals <= MAX_DECIMALS, PriceOracle_NotAFeed(asset, given.source));
        feed = Feed({
            source: given.source,
            maxAge: given.maxAge,
            decimals: uint8(decimals),
            bandBps: bandBps,
            minPrice: given.minPrice,
            maxPrice: given.maxPrice
        });
        _requireClampsOutside(asset, feed);
    }

    /// @dev A feed that clamps its answers keeps showing the clamp while the market moves on, so a clamped answer must
    /// never look good. Feeds that state no clamp are taken at their word.
    function _requireClampsOutside(uint8 asset, Feed memory feed) private view {
        address source = _behind(feed.source);
        (bool low, uint256 minAnswer) = FeedCall.word(source, IClampedFeed.minAnswer.selector, FEED_GAS);
        (bool high, uint256 maxAnswer) = FeedCall.word(source, IClampedFeed.maxAnswer.selector, FEED_GAS);
        uint256 floor = low && int256(minAnswer) > 0 ? _toWad(minAnswer, feed.decimals) : 0;
        uint256 ceiling = high && int256(maxAnswer) > 0 ? _toWad(maxAnswer, feed.decimals) : type(uint256).max;
        require(
            feed.minPrice > floor,
            PriceOracle_ClampInBounds({asset: asset, source: feed.source, actual: feed.minPrice, bound: floor})
        );
        require(
            feed.maxPrice < ceiling,
            PriceOracle_ClampInBounds({asset: asset, source: feed.source, actual: feed.maxPrice, bound: ceiling})
        );
    }

    /// @dev Two proxies of one aggregator, or a proxy and its own aggregator, are one source.
    function _requireDistinct(uint8 asset, address first, address second) private view {
        address source = _behind(first);
        require(
            first != second && source != _behind(second),
            PriceOracle_SameSource({asset: asset, first: first, second: second, source: source})
        );
    }

    /// @dev The aggregator behind a proxy, or the feed itself.
    function _behind(address source) private view returns (address aggregator) {
        (bool proxied, uint256 word) = FeedCall.word(source, IClampedFeed.aggregator.selector, FEED_GAS);
        return proxied && word != 0 ? address(uint160(word)) : source;
    }

    /// @dev A starved call would look like a dead feed, which anyone could then stage (EIP-150). Asked before each
    /// call: what the first feed burns must not starve the second.
    function _latestRound(
        address source
    ) private view returns (bool answered, int256 answer, uint256 startedAt, uint256 updatedAt) {
        uint256 left = gasleft();
        require(left >= CALL_GAS, PriceOracle_GasTooLow(left, CALL_GAS));
        return FeedCall.latestRound(source, AggregatorV3Interface.latestRoundData.selector, FEED_GAS);
    }

    /// @dev Says why a feed is not good.
    function _requireGood(uint8 asset, Feed memory feed, Answer memory given) private view {
        if (given.status == PriceStatus.GOOD) return;
        require(given.status != PriceStatus.UNREADABLE, PriceOracle_Unreadable(asset, feed.source));
        require(
            given.status != PriceStatus.STALE,
            PriceOracle_Stale({
                asset: asset,
                source: feed.source,
                age: block.timestamp - given.observedAt,
                limit: feed.maxAge
            })
        );
        revert PriceOracle_OutOfBounds({
            asset: asset,
            source: feed.source,
            price: given.price,
            minPrice: feed.minPrice,
            maxPrice: feed.maxPrice
        });
    }

    /// @dev The worse verdict of two counts (decision 072). Only prices that are good can disagree.
    function _together(
        Answer memory first,
        Answer memory second,
        uint256 bandBps
    ) private pure returns (uint256 low, uint256 high, uint256 observedAt, PriceStatus status) {
        (low, high) = (Math.min(first.price, second.price), Math.max(first.price, second.price));
        observedAt = Math.min(first.observedAt, second.observedAt);
        status = second.status > first.status ? second.status : first.status;
        // In whole numbers, so nothing rounds; good prices have 96 bits.
        if (status == PriceStatus.GOOD && (high - low) * BPS > bandBps * low) status = PriceStatus.DISAGREE;
    }

    function _parametersOf(Feed memory feed) private pure returns (FeedParameters memory parameters) {
        return
            FeedParameters({
                source: feed.source,
                maxAge: feed.maxAge,
                minPrice: feed.minPrice,
                maxPrice: feed.maxPrice
            });
    }

    /// @dev Down, and saturating: what is too large for a price is outside every bound.
    function _toWad(uint256 answer, uint256 decimals) private pure returns (uint256 price) {
        if (decimals > WAD_DECIMALS) return answer / 10 ** (decimals - WAD_DECIMALS);
        uint256 scale = 10 ** (WAD_DECIMALS - decimals);
        return answer > type(uint256).max / scale ? type(uint256).max : answer * scale;
    }
}
