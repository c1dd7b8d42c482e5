// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PriceStatus} from "../types/PriceStatus.sol";

/// @title IPriceOracle
/// @notice Chainlink feeds with freshness and bounds, and the sequencer's status (system.md 4.1).
interface IPriceOracle {
    /// @notice An asset's feed was set.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param maxAge age up to which an observation is good (seconds)
    /// @param minPrice lowest price believed (WAD)
    /// @param maxPrice highest price believed (WAD)
    event FeedSet(uint8 indexed asset, address indexed source, uint256 maxAge, uint256 minPrice, uint256 maxPrice);

    /// @notice The sequencer's status feed was set.
    /// @param source the feed, zero on a hub without a sequencer
    event SequencerFeedSet(address indexed source);

    /// @notice The address does not answer as an AggregatorV3 with at most 36 decimals.
    /// @param asset asset (id)
    /// @param source the address given
    error PriceOracle_NotAFeed(uint8 asset, address source);

    /// @notice The address does not answer as a sequencer status feed.
    /// @param source the address given
    error PriceOracle_NotASequencerFeed(address source);

    /// @notice The age limit is zero or too long.
    /// @param asset asset (id)
    /// @param maxAge limit given (seconds)
    /// @param bound longest limit allowed (seconds)
    error PriceOracle_BadAgeLimit(uint8 asset, uint256 maxAge, uint256 bound);

    /// @notice The sanity bounds are empty, start at zero or end above what a price may be.
    /// @param asset asset (id)
    /// @param minPrice lower bound given (WAD)
    /// @param maxPrice upper bound given (WAD)
    /// @param bound highest price that can be stored (WAD)
    error PriceOracle_BadBounds(uint8 asset, uint256 minPrice, uint256 maxPrice, uint256 bound);

    /// @notice The feed clamps its answers at a price the sanity bounds would believe.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param actual the sanity bound (WAD)
    /// @param bound where the feed clamps: the sanity bound must lie strictly inside (WAD)
    error PriceOracle_ClampInBounds(uint8 asset, address source, uint256 actual, uint256 bound);

    /// @notice The asset has no feed.
    /// @param asset asset (id)
    error PriceOracle_NoFeed(uint8 asset);

    /// @notice The feed reverts, answers malformed data or claims to come from the future.
    /// @param asset asset (id)
    /// @param source the feed
    error PriceOracle_Unreadable(uint8 asset, address source);

    /// @notice The feed's observation is too old.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param age age of the observation (seconds)
    /// @param limit age up to which it is good (seconds)
    error PriceOracle_Stale(uint8 asset, address source, uint256 age, uint256 limit);

    /// @notice The feed's answer is outside the sanity bounds; zero and negative answers show as price 0.
    /// @param asset asset (id)
    /// @param source the feed
    /// @param price price answered (WAD)
    /// @param minPrice lowest price believed (WAD)
    /// @param maxPrice highest price believed (WAD)
    error PriceOracle_OutOfBounds(uint8 asset, address source, uint256 price, uint256 minPrice, uint256 maxPrice);

    /// @notice Too little gas for a read: a feed must not look dead because its reader was starved.
    /// @param actual gas left (gas units)
    /// @param bound gas needed (gas units)
    error PriceOracle_GasTooLow(uint256 actual, uint256 bound);

    /// @notice Sets an asset's feed, which must give a good price now. Governor only.
    /// @param asset asset (id)
    /// @param source an AggregatorV3
    /// @param maxAge age up to which an observation is good (seconds)
    /// @param minPrice lowest price believed (WAD)
    /// @param maxPrice highest price believed (WAD)
    function setFeed(uint8 asset, address source, uint32 maxAge, uint96 minPrice, uint96 maxPrice) external;

    /// @notice Sets the sequencer's status feed. Governor only.
    /// @param source a Chainlink sequencer uptime feed, zero on a hub without a sequencer
    function setSequencerFeed(address source) external;

    /// @notice Reads an asset's feed. Never reverts, but for less gas than {readGas}.
    /// @param asset asset (id)
    /// @return price price of a whole token, 0 if unreadable (WAD)
    /// @return observedAt when the feed observed it (unix seconds)
    /// @return status verdict
    function read(uint8 asset) external view returns (uint256 price, uint256 observedAt, PriceStatus status);

    /// @notice Reads an asset's feed and reverts with the reason unless its price is good.
    /// @param asset asset (id)
    /// @return price price of a whole token (WAD)
    /// @return observedAt when the feed observed it (unix seconds)
    function requireFresh(uint8 asset) external view returns (uint256 price, uint256 observedAt);

    /// @notice An asset's feed and its limits.
    /// @param asset asset (id)
    /// @return source the feed, zero if unset
    /// @return maxAge age up to which an observation is good (seconds)
    /// @return minPrice lowest price believed (WAD)
    /// @return maxPrice highest price believed (WAD)
    function feedOf(
        uint8 asset
    ) external view returns (address source, uint256 maxAge, uint256 minPrice, uint256 maxPrice);

    /// @notice Age up to which an observation of the asset is good.
    /// @param asset asset (id)
    /// @return limit age limit (seconds)
    function ageLimit(uint8 asset) external view returns (uint256 limit);

    /// @notice The sequencer's status feed, zero on a hub without a sequencer.
    /// @return source the feed
    function sequencerFeed() external view returns (address source);

    /// @notice Whether the sequencer is up and its grace hour over. A status feed that cannot be read counts as down.
    /// @return up true if risk-increasing acts, kicks and takes are allowed
    function isSequencerUp() external view returns (bool up);

    /// @notice When the sequencer's last grace hour ended or will end: 0 without a sequencer, the highest number while
    /// it is down. An auction's clock counts from here at the earliest.
    /// @return since start of the current uptime after grace (unix seconds)
    function sequencerResumedAt() external view returns (uint256 since);

    /// @notice Gas a read must be able to give to the feed.
    /// @return gasLimit least gas left at a read (gas units)
    function readGas() external view returns (uint256 gasLimit);
}
