// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuctionCurve} from "./IAuctionCurve.sol";

/// @notice One purchase from an auction.
/// @param account account in liquidation
/// @param buyer account that pays and receives; the caller owns or operates it
/// @param key key to buy (id)
/// @param units most the buyer wants; a purchase may be smaller (no more than restores the target is sold) or larger
/// by a remainder below the dust limit, which no sale leaves behind (units)
/// @param maxUnitPrice most the buyer pays for a whole token, in the settlement asset (WAD)
/// @param mode TakeMode.KEEP or TakeMode.RELEASE (id)
/// @param recipient RELEASE: receiver on the key's chain
/// @param refund RELEASE: receiver of excess message fee
struct TakeOrder {
    address account;
    address buyer;
    uint8 key;
    uint64 units;
    uint256 maxUnitPrice;
    uint8 mode;
    address recipient;
    address refund;
}

/// @notice An auction as it stands.
/// @param kicker account whose cash receives the keeper reward, zero if there is no auction
/// @param startedAt when the round began (unix seconds)
/// @param round round, 0 to 3 (index)
/// @param curve curve the auction started with (id)
/// @param offered which words of entries the auction wrote, bit w for keys 8w to 8w+7 (raw)
/// @param tipPaid whether the tip of the first take is paid
struct Auction {
    address kicker;
    uint40 startedAt;
    uint8 round;
    uint8 curve;
    uint8 offered;
    bool tipPaid;
}

/// @notice What a take would do now at cached prices; all zero where nothing can be bought.
/// @param units units sold (units)
/// @param factor factor of the oracle price (WAD)
/// @param unitPrice price of a whole token in the settlement asset (WAD)
/// @param payment what the buyer pays (WAD)
/// @param penalty part of the payment the account loses (WAD)
struct TakeQuote {
    uint64 units;
    uint256 factor;
    uint256 unitPrice;
    uint256 payment;
    uint256 penalty;
}

/// @title IAuctionHouse
/// @notice One Dutch auction per account in liquidation, settled on the hub in one transaction (system.md section 5,
/// risk.md section 4). Anyone liquidates, takes, resets and closes.
/// Assumptions: the engine, risk engine and oracle are the system's own; curves are stateless; no native token and no
/// settlement token ever stays here.
interface IAuctionHouse {
    /// @notice An account's collateral went on sale.
    /// @param account the account
    /// @param kicker account whose cash receives the keeper reward
    /// @param equity equity at fresh prices (WAD)
    /// @param maintenance maintenance requirement at fresh prices (WAD)
    /// @param curve curve of the auction (id)
    event Liquidated(address indexed account, address indexed kicker, int256 equity, uint256 maintenance, uint8 curve);

    /// @notice Sale terms of eight keys were fixed for the auction.
    /// @param account the account
    /// @param word keys 8 * word to 8 * word + 7 (index)
    /// @param entries 32 bits a key, the lowest key lowest: maximum discount in ppm (19 bits), base discount in bps
    /// above it (13 bits); 0 for a key not held (raw)
    event Offered(address indexed account, uint256 word, uint256 entries);

    /// @notice Units were sold. The account received payment less the three parts of the penalty.
    /// @param account account in liquidation
    /// @param buyer account that bought
    /// @param key key sold (id)
    /// @param units units sold (units)
    /// @param factor factor of the oracle price (WAD)
    /// @param unitPrice price of a whole token in the settlement asset (WAD)
    /// @param payment what the buyer paid (WAD)
    /// @param keeperReward part that went to the kicker (WAD)
    /// @param insuranceShare part that went to the insurance fund (WAD)
    /// @param reserveShare part that went to the protocol reserve (WAD)
    /// @param mode TakeMode.KEEP or TakeMode.RELEASE (id)
    event Taken(
        address indexed account,
        address indexed buyer,
        uint8 indexed key,
        uint64 units,
        uint256 factor,
        uint256 unitPrice,
        uint256 payment,
        uint256 keeperReward,
        uint256 insuranceShare,
        uint256 reserveShare,
        uint8 mode
    );

    /// @notice A round ended without restoring the account and the next began.
    /// @param account the account
    /// @param round the round that began (index)
    event Reset(address indexed account, uint8 round);

    /// @notice The account reached its target and left liquidation.
    /// @param account the account
    /// @param equity equity (WAD)
    /// @param target target (WAD)
    event Closed(address indexed account, int256 equity, uint256 target);

    /// @notice The guardian set a stop level.
    /// @param key key (id)
    /// @param level 0 none, 1 no liquidate, 2 nor reset, 3 nor take (id)
    /// @param until when it ends (unix seconds)
    /// @param renewals renewals used since the first stop (count)
    event Stopped(uint8 indexed key, uint8 level, uint256 until, uint8 renewals);

    /// @notice A stop of an underlying passed a key over: its renewals are used up.
    /// @param key key (id)
    /// @param level the level asked for (id)
    /// @param renewableAt when a new stop of the key may be set (unix seconds)
    event StopSkipped(uint8 indexed key, uint8 level, uint256 renewableAt);

    /// @notice Auctions started from now on use another curve.
    /// @param id the curve's number (id)
    /// @param curve the curve
    event CurveSelected(uint8 indexed id, address indexed curve);

    /// @notice The account is in liquidation already: take, reset or close.
    /// @param account the account
    error AuctionHouse_AlreadyInLiquidation(address account);

    /// @notice The account is not in liquidation.
    /// @param account the account
    error AuctionHouse_NoAuction(address account);

    /// @notice The hub's sequencer is down or within its grace hour: nothing is kicked, reset or sold until it is
    /// over.
    error AuctionHouse_SequencerDown();

    /// @notice The guardian has stopped this act for the key.
    /// @param key key (id)
    /// @param level stop level (id)
    /// @param until when the stop ends (unix seconds)
    error AuctionHouse_Stopped(uint8 key, uint8 level, uint256 until);

    /// @notice The caller neither owns nor operates the buying account.
    /// @param buyer the buying account
    /// @param caller the caller
    error AuctionHouse_UnauthorisedBuyer(address buyer, address caller);

    /// @notice The mode is neither KEEP nor RELEASE.
    /// @param mode the mode (id)
    error AuctionHouse_WrongMode(uint8 mode);

    /// @notice KEEP sends no message and takes no native token: send no value.
    /// @param value value sent (wei)
    error AuctionHouse_ValueInKeep(uint256 value);

    /// @notice The key cannot be bought now: the account holds none of it or its feed is out.
    /// @param account the account
    /// @param key key (id)
    /// @param held the account's balance (units)
    error AuctionHouse_NotOnSale(address account, uint8 key, uint64 held);

    /// @notice The price is above the buyer's limit: wait for it to fall or raise the limit.
    /// @param account the account
    /// @param key key (id)
    /// @param factor factor of the oracle price (WAD)
    /// @param unitPrice price of a whole token in the settlement asset (WAD)
    /// @param maxUnitPrice the buyer's limit (WAD)
    error AuctionHouse_PriceAboveLimit(
        address account,
        uint8 key,
        uint256 factor,
        uint256 unitPrice,
        uint256 maxUnitPrice
    );

    /// @notice Equity has reached the target, nothing needs to be sold: anyone may close the auction.
    /// @param account the account
    /// @param equity equity (WAD)
    /// @param target target (WAD)
    error AuctionHouse_NothingNeeded(address account, int256 equity, uint256 target);

    /// @notice The take is below the minimum and neither the whole balance nor all that is needed.
    /// @param units units it would sell (units)
    /// @param value their price (WAD)
    /// @param minimum least price of a take (WAD)
    error AuctionHouse_TakeTooSmall(uint64 units, uint256 value, uint256 minimum);

    /// @notice The round's tail is not over, or no key has been on sale through it.
    /// @param account the account
    /// @param resettableAt when it can be reset at the earliest, 0 if no key is on sale (unix seconds)
    error AuctionHouse_TailNotOver(address account, uint256 resettableAt);

    /// @notice Equity has not reached the target.
    /// @param account the account
    /// @param equity equity at fresh prices (WAD)
    /// @param target target (WAD)
    error AuctionHouse_NotCured(address account, int256 equity, uint256 target);

    /// @notice There is no such key or stop level.
    /// @param key key (id)
    /// @param level stop level (id)
    error AuctionHouse_UnknownStop(uint8 key, uint8 level);

    /// @notice There is no such stop level.
    /// @param level stop level (id)
    /// @param bound highest level (id)
    error AuctionHouse_UnknownLevel(uint8 level, uint8 bound);

    /// @notice No key of accounts belongs to the underlying.
    /// @param underlying asset whose keys were to be stopped (id)
    error AuctionHouse_NothingToStop(uint8 underlying);

    /// @notice The guardian's renewals for this key are used up until seven days after the last stop ended.
    /// @param key key (id)
    /// @param renewableAt when a new stop may be set (unix seconds)
    error AuctionHouse_RenewalsUsedUp(uint8 key, uint256 renewableAt);

    /// @notice The curve does not start at the start factor, so it is no curve.
    /// @param curve the curve
    /// @param factor what it returned for a start of one (WAD)
    error AuctionHouse_BadCurve(address curve, uint256 factor);

    /// @notice Puts all collateral of an account below maintenance margin on sale. The caller's own account receives
    /// the keeper reward, paid by the takes.
    /// @param account the account
    function liquidate(address account) external;

    /// @notice Buys collateral at the current price and ends the auction if that restores the target.
    /// @param order the purchase; its value pays the message fee in RELEASE
    /// @return units units bought (units)
    /// @return payment what the buyer paid (WAD)
    function take(TakeOrder calldata order) external payable returns (uint64 units, uint256 payment);

    /// @notice Starts the next round with wider floors, once every key that can be bought has been on sale for the
    /// tail. The last round can be started again.
    /// @param account account in liquidation
    function reset(address account) external;

    /// @notice Ends the auction of an account whose equity has reached its target. Never paused.
    /// @param account account in liquidation
    function close(address account) external;

    /// @notice Sets or lifts a stop level of a key. It ends after six hours and can be renewed four times, then not
    /// within seven days of its end. Guardian only.
    /// @param key key (id)
    /// @param level 0 none, 1 no liquidate, 2 nor reset, 3 nor take (id)
    function stop(uint8 key, uint8 level) external;

    /// @notice Sets or lifts a stop level of every key whose asset is the underlying or wraps it, on whatever lane, as
    /// {stop} does for one: for a price that has gone wrong. A key whose renewals are used up is passed over. Guardian
    /// only.
    /// @param underlying asset (id)
    /// @param level 0 none, 1 no liquidate, 2 nor reset, 3 nor take (id)
    /// @return keys the keys it was set for, bit k for key k (raw)
    function stopUnderlying(uint8 underlying, uint8 level) external returns (uint64 keys);

    /// @notice Makes auctions started from now on use another curve. Governor only.
    /// @param curve the curve
    /// @return id the curve's number (id)
    function selectCurve(IAuctionCurve curve) external returns (uint8 id);

    /// @notice The auction of an account.
    /// @param account the account
    /// @return auction the auction, all zero if there is none
    function auctionOf(address account) external view returns (Auction memory auction);

    /// @notice Factor of a key now, 0 where nothing can be bought.
    /// @param account account in liquidation
    /// @param key key (id)
    /// @return factor factor of the oracle price (WAD)
    function factorOf(address account, uint8 key) external view returns (uint256 factor);

    /// @notice Price of a whole token of a key now in the settlement asset at cached prices, 0 where nothing can be
    /// bought.
    /// @param account account in liquidation
    /// @param key key (id)
    /// @return unitPrice price (WAD)
    function priceOf(address account, uint8 key) external view returns (uint256 unitPrice);

    /// @notice What a take would do now at cached prices. Never reverts.
    /// @param account account in liquidation
    /// @param key key (id)
    /// @param units units wanted (units)
    /// @return quote the outcome
    function quoteTake(address account, uint8 key, uint64 units) external view returns (TakeQuote memory quote);

    /// @notice Whether an account's equity reaches its target at cached prices.
    /// @param account the account
    /// @return cured true if a close would be accepted at these prices
    function isCured(address account) external view returns (bool cured);

    /// @notice Stop level of a key now.
    /// @param key key (id)
    /// @return level 0 none, 1 no liquidate, 2 nor reset, 3 nor take (id)
    /// @return until when it ends or ended (unix seconds)
    function stopOf(uint8 key) external view returns (uint8 level, uint256 until);

    /// @notice A curve by its number.
    /// @param id the curve's number (id)
    /// @return curve the curve, zero if there is none
    function curveOf(uint8 id) external view returns (IAuctionCurve curve);
}
