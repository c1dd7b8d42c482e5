// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IClampedFeed} from "./../interfaces/IClampedFeed.sol";
import {IPriceOracle} from "./../interfaces/IPriceOracle.sol";
import {FeedCall} from "./../libraries/FeedCall.sol";
import {PriceStatus} from "./../types/PriceStatus.sol";

/// @title PriceOracle
/// @notice One Chainlink feed an asset, believed only while fresh and inside its sanity bounds (system.md 4.1). It
/// holds no prices: RiskEngine keeps the last good one of each asset beside its haircut row.
contract PriceOracle is AccessManaged, IPriceOracle {
    // Two slots, read together.
    struct Feed {
        // who answers
        address source;
        // age up to which an observation is good (seconds)
        uint32 maxAge;
        // decimals of its answers when it was set (count)
        uint8 decimals;
        // lowest price believed (WAD)
        uint96 minPrice;
        // highest price believed (WAD)
        uint96 maxPrice;
    }

    /// @dev Enough for a Chainlink proxy several times over; a hostile feed can burn no more.
    uint256 private constant FEED_GAS = 100_000;
    /// @dev FEED_GAS after the 63/64 rule, and what the read itself needs.
    uint256 private constant READ_GAS = (FEED_GAS * 64) / 63 + 5_000;
    uint256 private constant LONGEST_MAX_AGE = 2 days;
    uint256 private constant GRACE = 1 hours;
    uint256 private constant WAD_DECIMALS = 18;
    uint256 private constant MAX_DECIMALS = 36;
    int256 private constant SEQUENCER_UP = 0;

    /// @inheritdoc IPriceOracle
    address public override sequencerFeed;
    mapping(uint8 asset => Feed feed) private _feeds;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IPriceOracle
    function setFeed(
        uint8 asset,
        address source,
        uint32 maxAge,
        uint96 minPrice,
        uint96 maxPrice
    ) external override restricted {
        require(
            maxAge > 0 && maxAge <= LONGEST_MAX_AGE,
            PriceOracle_BadAgeLimit({asset: asset, maxAge: maxAge, bound: LONGEST_MAX_AGE})
        );
        require(
            minPrice > 0 && minPrice < maxPrice,
            PriceOracle_BadBounds({asset: asset, minPrice: minPrice, maxPrice: maxPrice, bound: type(uint96).max})
        );
        (bool answered, uint256 decimals) = FeedCall.word(source, AggregatorV3Interface.decimals.selector, FEED_GAS);
        require(answered && decimals <= MAX_DECIMALS, PriceOracle_NotAFeed(asset, source));
        _feeds[asset] = Feed({
            source: source,
            maxAge: maxAge,
            decimals: uint8(decimals),
            minPrice: minPrice,
            maxPrice: maxPrice
        });
        _requireClampsOutside(asset, _feeds[asset]);
        requireFresh(asset);
        emit FeedSet({asset: asset, source: source, maxAge: maxAge, minPrice: minPrice, maxPrice: maxPrice});
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
    function read(uint8 asset) external view override returns (uint256 price, uint256 observedAt, PriceStatus status) {
        return _read(_feeds[asset]);
    }

    /// @inheritdoc IPriceOracle
    function feedOf(
        uint8 asset
    ) external view override returns (address source, uint256 maxAge, uint256 minPrice, uint256 maxPrice) {
        Feed storage feed = _feeds[asset];
        return (feed.source, feed.maxAge, feed.minPrice, feed.maxPrice);
    }

    /// @inheritdoc IPriceOracle
    function ageLimit(uint8 asset) external view override returns (uint256 limit) {
        return _feeds[asset].maxAge;
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
    function requireFresh(uint8 asset) public view override returns (uint256 price, uint256 observedAt) {
        Feed memory feed = _feeds[asset];
        PriceStatus status;
        (price, observedAt, status) = _read(feed);
        require(status != PriceStatus.UNSET, PriceOracle_NoFeed(asset));
        require(status != PriceStatus.UNREADABLE, PriceOracle_Unreadable(asset, feed.source));
        require(
            status != PriceStatus.STALE,
            PriceOracle_Stale({
                asset: asset,
                source: feed.source,
                age: block.timestamp - observedAt,
                limit: feed.maxAge
            })
        );
        require(
            status == PriceStatus.GOOD,
            PriceOracle_OutOfBounds({
                asset: asset,
                source: feed.source,
                price: price,
                minPrice: feed.minPrice,
                maxPrice: feed.maxPrice
            })
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
    function _read(Feed memory feed) private view returns (uint256 price, uint256 observedAt, PriceStatus status) {
        if (feed.source == address(0)) return (0, 0, PriceStatus.UNSET);
        (bool answered, int256 answer, , uint256 updatedAt) = _latestRound(feed.source);
        if (!answered || updatedAt > block.timestamp) return (0, 0, PriceStatus.UNREADABLE);
        price = answer > 0 ? _toWad(uint256(answer), feed.decimals) : 0;
        observedAt = updatedAt;
        if (block.timestamp - observedAt > feed.maxAge) status = PriceStatus.STALE;
        else if (price < feed.minPrice || price > feed.maxPrice) status = PriceStatus.OUT_OF_BOUNDS;
        else status = PriceStatus.GOOD;
    }

    /// @dev A feed that clamps its answers keeps showing the clamp while the market moves on, so a clamped answer must
    /// never look good. Feeds that state no clamp are taken at their word.
    function _requireClampsOutside(uint8 asset, Feed memory feed) private view {
        (bool proxied, uint256 aggregator) = FeedCall.word(feed.source, IClampedFeed.aggregator.selector, FEED_GAS);
        address source = proxied && aggregator != 0 ? address(uint160(aggregator)) : feed.source;
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

    /// @dev A starved call would look like a dead feed, which anyone could then stage (EIP-150).
    function _latestRound(
        address source
    ) private view returns (bool answered, int256 answer, uint256 startedAt, uint256 updatedAt) {
        uint256 left = gasleft();
        require(left >= READ_GAS, PriceOracle_GasTooLow(left, READ_GAS));
        return FeedCall.latestRound(source, AggregatorV3Interface.latestRoundData.selector, FEED_GAS);
    }

    /// @dev Down, and saturating: what is too large for a price is outside every bound.
    function _toWad(uint256 answer, uint256 decimals) private pure returns (uint256 price) {
        if (decimals > WAD_DECIMALS) return answer / 10 ** (decimals - WAD_DECIMALS);
        uint256 scale = 10 ** (WAD_DECIMALS - decimals);
        return answer > type(uint256).max / scale ? type(uint256).max : answer * scale;
    }
}
