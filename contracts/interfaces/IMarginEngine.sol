// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountHeader} from "../types/Account.sol";
import {Book, KeyTerms, Margin, SaleBook} from "../types/Margin.sol";

/// @notice One settled purchase from an auction: `units` move to the buyer, `payment` moves to the account less its
/// penalty.
/// @param account account in liquidation
/// @param buyer account that buys
/// @param key key sold (id)
/// @param units units sold (units)
/// @param payment what the buyer pays from positive cash (WAD)
/// @param keeper account whose cash receives the keeper reward
/// @param keeperReward part of the payment for the keeper (WAD)
/// @param insuranceShare part of the payment for the insurance fund (WAD)
/// @param reserveShare part of the payment for the protocol reserve (WAD)
struct TakeSettlement {
    address account;
    address buyer;
    uint8 key;
    uint64 units;
    uint256 payment;
    address keeper;
    uint256 keeperReward;
    uint256 insuranceShare;
    uint256 reserveShare;
}

/// @title IMarginEngine
/// @notice Accounts on the hub: collateral balances, signed cash, health after every risk-increasing act.
interface IMarginEngine {
    /// @notice An owner allowed or stopped an operator.
    /// @param account the account
    /// @param operator who may act for it
    /// @param allowed true if allowed from now on
    event OperatorSet(address indexed account, address indexed operator, bool allowed);

    /// @notice Cash came in; what the account owed was repaid first.
    /// @param account credited account
    /// @param payer who paid the tokens
    /// @param assets amount (asset units)
    /// @param cash signed cash of the account afterwards (WAD)
    event CashDeposited(address indexed account, address indexed payer, uint256 assets, int256 cash);

    /// @notice Cash went out; what the account did not have was borrowed.
    /// @param account debited account
    /// @param recipient who received the tokens
    /// @param assets amount (asset units)
    /// @param cash signed cash of the account afterwards (WAD)
    event CashWithdrawn(address indexed account, address indexed recipient, uint256 assets, int256 cash);

    /// @notice Collateral left an account for an address on the key's chain.
    /// @param account debited account
    /// @param key key (id)
    /// @param recipient receiver on the key's chain
    /// @param units amount (units)
    event CollateralWithdrawn(address indexed account, uint8 indexed key, address indexed recipient, uint64 units);

    /// @notice Interest was charged up to now.
    /// @param index dollars owed a debt share (RAY)
    /// @param rate yearly rate from now on (WAD)
    event InterestAccrued(uint256 index, uint256 rate);

    /// @notice Who relayed a heartbeat was rewarded out of the protocol reserve.
    /// @param payee account whose cash received it
    /// @param amount the reward, less than usual only if the reserve held no more (WAD)
    event HeartbeatPaid(address indexed payee, uint256 amount);

    /// @notice The pool moved tokens in.
    /// @param assets amount (asset units)
    event PoolSupplied(uint256 assets);

    /// @notice The pool paid tokens out.
    /// @param to receiver
    /// @param assets amount (asset units)
    event PoolPaid(address indexed to, uint256 assets);

    /// @notice The engine was linked to the contracts deployed after it, once and for all.
    /// @param pool liquidity pool
    /// @param insurance insurance fund
    /// @param auctionHouse auction house
    event Bound(address indexed pool, address indexed insurance, address indexed auctionHouse);

    /// @notice Only the owner of an account may do this.
    /// @param account the account
    /// @param caller who tried
    error MarginEngine_NotOwner(address account, address caller);

    /// @notice The caller neither owns nor operates the account. Depositing for others needs no permission.
    /// @param account the account
    /// @param caller who tried
    error MarginEngine_NotAuthorised(address account, address caller);

    /// @notice Only the hub contract this entry belongs to may call it.
    /// @param caller who tried
    error MarginEngine_NotSystem(address caller);

    /// @notice The links are set once.
    /// @param auctionHouse the auction house already linked
    error MarginEngine_AlreadyBound(address auctionHouse);

    /// @notice An address that must name somebody is zero.
    error MarginEngine_ZeroAddress();

    /// @notice The amount is zero.
    /// @param account the account
    error MarginEngine_ZeroAmount(address account);

    /// @notice The recipient cannot receive: zero, the engine itself, or a sub-account that nobody holds the key of.
    /// @param account the account
    /// @param recipient the address refused
    error MarginEngine_BadRecipient(address account, address recipient);

    /// @notice The settlement token has more decimals than the WAD can hold.
    /// @param decimals decimals of the token (count)
    /// @param maximum most allowed (count)
    error MarginEngine_TooManyDecimals(uint8 decimals, uint8 maximum);

    /// @notice Less arrived than was sent: tokens that take a fee are refused.
    /// @param sent amount asked of the payer (asset units)
    /// @param received amount that arrived (asset units)
    error MarginEngine_ShortTransfer(uint256 sent, uint256 received);

    /// @notice The account holds less of the key than asked.
    /// @param account the account
    /// @param key key (id)
    /// @param have its balance (units)
    /// @param asked amount asked (units)
    error MarginEngine_InsufficientBalance(address account, uint8 key, uint64 have, uint64 asked);

    /// @notice A balance would pass 64 bits.
    /// @param account the account
    /// @param key key (id)
    /// @param have its balance (units)
    /// @param added amount to add (units)
    error MarginEngine_BalanceOverflow(address account, uint8 key, uint64 have, uint64 added);

    /// @notice The buyer's positive cash does not cover the payment.
    /// @param account the buyer
    /// @param have its positive cash (WAD)
    /// @param asked payment (WAD)
    error MarginEngine_InsufficientCash(address account, uint256 have, uint256 asked);

    /// @notice The pool cannot lend or pay that much now.
    /// @param asked amount asked (WAD)
    /// @param room free liquidity (WAD)
    error MarginEngine_NoLiquidity(uint256 asked, uint256 room);

    /// @notice A loan this small is not worth liquidating. Borrow more, or withdraw less.
    /// @param account the account
    /// @param debt what it would owe (WAD)
    /// @param minimum least debt after borrowing (WAD)
    error MarginEngine_DebtBelowMinimum(address account, uint256 debt, uint256 minimum);

    /// @notice The act would leave the account below its initial margin, and not improve its maintenance margin.
    /// @param account the account
    /// @param marginBefore initial margin before the act (WAD)
    /// @param marginAfter initial margin after the act, must not be negative (WAD)
    error MarginEngine_BelowInitialMargin(address account, int256 marginBefore, int256 marginAfter);

    /// @notice No new risk while a position or the settlement asset has no good price.
    /// @param account the account
    error MarginEngine_Unpriced(address account);

    /// @notice No new risk while the hub's sequencer is down or within its grace hour.
    /// @param account the account
    error MarginEngine_SequencerDown(address account);

    /// @notice Not while the account is in liquidation. Repay or add collateral, then `close`.
    /// @param account the account
    error MarginEngine_InLiquidation(address account);

    /// @notice The account is not in liquidation.
    /// @param account the account
    error MarginEngine_NotInLiquidation(address account);

    /// @notice No new risk in a block in which a liquidation of the account began or ended.
    /// @param account the account
    /// @param blockNumber the block (count)
    error MarginEngine_LiquidatedThisBlock(address account, uint256 blockNumber);

    /// @notice No liquidation in a block in which the account took risk.
    /// @param account the account
    /// @param blockNumber the block (count)
    error MarginEngine_RiskTakenThisBlock(address account, uint256 blockNumber);

    /// @notice The account meets its maintenance margin.
    /// @param account the account
    /// @param equity its equity (WAD)
    /// @param maintenance its maintenance requirement (WAD)
    error MarginEngine_Healthy(address account, int256 equity, uint256 maintenance);

    /// @notice An account cannot buy from itself.
    /// @param account the account
    error MarginEngine_SelfPurchase(address account);

    /// @notice Links the contracts deployed after the engine. Admin only, once.
    /// @param liquidityPool liquidity pool
    /// @param insurance insurance fund
    /// @param auctions auction house
    function bind(address liquidityPool, address insurance, address auctions) external;

    /// @notice Allows or stops an operator, who may then do for the account what its owner may, but appoint operators.
    /// @param account an account the caller owns
    /// @param operator who may act for it
    /// @param allowed true to allow
    function setOperator(address account, address operator, bool allowed) external;

    /// @notice Pays settlement tokens into an account, anybody's: repays its debt first, the rest is positive cash.
    /// @param account credited account
    /// @param assets amount (asset units)
    function depositCash(address account, uint256 assets) external;

    /// @notice As `depositCash`, with the allowance signed by the caller instead of set before.
    /// @param account credited account
    /// @param assets amount (asset units)
    /// @param deadline end of the signature's validity (unix seconds)
    /// @param v recovery byte of the signature (raw)
    /// @param r first half of the signature
    /// @param s second half of the signature
    function depositCashWithPermit(
        address account,
        uint256 assets,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Pays cash out. What the account does not have is borrowed from the pool, at least to the minimum
    /// debt; its
    /// initial margin must hold afterwards.
    /// @param account an account the caller owns or operates
    /// @param assets amount (asset units)
    /// @param recipient receiver of the tokens
    function withdrawCash(address account, uint256 assets, address recipient) external;

    /// @notice Sends collateral to an address on the key's chain. The message fee is the value sent; a key of the
    /// hub itself
    /// takes none.
    /// @param account an account the caller owns or operates
    /// @param key key (id)
    /// @param units amount (units)
    /// @param recipient receiver on the key's chain
    /// @param refund receiver of excess message fee
    function withdrawCollateral(
        address account,
        uint8 key,
        uint64 units,
        address recipient,
        address refund
    ) external payable;

    /// @notice Charges interest up to now. The same figures follow without this call; it only writes them down.
    function accrue() external;

    /// @notice Adds collateral that a vault holds for the account. Gateway and hub vault only; reverts only while
    /// locked.
    /// @param account credited account
    /// @param key key (id)
    /// @param units amount (units)
    function creditCollateral(address account, uint8 key, uint64 units) external;

    /// @notice Removes collateral in a recorded write-off. Gateway only.
    /// @param account debited account
    /// @param key key (id)
    /// @param units amount (units)
    function debitCollateral(address account, uint8 key, uint64 units) external;

    /// @notice Rewards a heartbeat with 0.50 of the settlement asset, or what the protocol reserve holds. Gateway only;
    /// reverts only while locked.
    /// @param payee account whose cash receives it
    function payHeartbeat(address payee) external;

    /// @notice Marks an account as in liquidation if its maintenance margin is broken at prices of this block.
    /// Auction house only.
    /// @param account the account
    /// @return margin its margin
    /// @return offers discounts of the held keys, keys 8w to 8w+7 in word w (OfferWord, raw)
    function beginLiquidation(address account) external returns (Margin memory margin, uint256[8] memory offers);

    /// @notice Margin of an account with every price refreshed and every key poked in this block.
    /// @param account the account
    /// @return margin its margin
    function freshMargin(address account) external returns (Margin memory margin);

    /// @notice Margin and one key's terms for a take: that key's price live, the rest at most 60 s old. Auction
    /// house only.
    /// @param account account in liquidation
    /// @param key key to sell (id)
    /// @return margin its margin
    /// @return terms sale terms of the key
    /// @return sale what its margin after the sale is computed from
    /// @return held its balance of the key (units)
    function saleState(
        address account,
        uint8 key
    ) external returns (Margin memory margin, KeyTerms memory terms, SaleBook memory sale, uint64 held);

    /// @notice Moves units and cash of one take, to the wei. Auction house only.
    /// @param settlement who gets what
    /// @return cash signed cash of the account afterwards (WAD)
    function settleTake(TakeSettlement calldata settlement) external returns (int256 cash);

    /// @notice Withdraws units just bought to an address on the key's chain. Auction house only; the fee is the
    /// value sent.
    /// @param buyer account that bought
    /// @param key key (id)
    /// @param units amount (units)
    /// @param recipient receiver on the key's chain
    /// @param refund receiver of excess message fee
    function releaseFor(address buyer, uint8 key, uint64 units, address recipient, address refund) external payable;

    /// @notice Ends a liquidation. Auction house only.
    /// @param account the account
    function endLiquidation(address account) external;

    /// @notice Books settlement tokens that the pool has already moved in as pool cash. Pool only.
    /// @param assets amount (asset units)
    function poolSupplied(uint256 assets) external;

    /// @notice Pays settlement tokens out of pool cash, at most the free liquidity. Pool only.
    /// @param to receiver
    /// @param assets amount (asset units)
    function poolPaid(address to, uint256 assets) external;

    /// @notice Reverts unless `caller` acts for `account` and `recipient` can receive what leaves it.
    /// @param account the account
    /// @param caller who acts
    /// @param recipient receiver
    function requireRecipient(address account, address caller, address recipient) external view;

    /// @notice Whether `caller` owns or operates `account`.
    /// @param account the account
    /// @param caller address to test
    /// @return authorised true if the caller may act for the account
    function isAuthorised(address account, address caller) external view returns (bool authorised);

    /// @notice Balance of one key.
    /// @param account the account
    /// @param key key (id)
    /// @return units balance (units)
    function balanceOf(address account, uint8 key) external view returns (uint64 units);

    /// @notice Pool cash, negative while winners wait.
    /// @return cash signed pool cash (WAD)
    function poolCash() external view returns (int256 cash);

    /// @notice What all accounts owe the pool, interest accrued to now, rounded down.
    /// @return debt total debt (WAD)
    function totalDebt() external view returns (uint256 debt);

    /// @notice Interest charged since deployment, accrued to now; a tenth of it belongs to the insurance fund.
    /// @return interest cumulative interest (WAD)
    function interestAccrued() external view returns (uint256 interest);

    /// @notice Pool cash that may be lent or redeemed.
    /// @return cash free liquidity (WAD)
    function freeLiquidity() external view returns (uint256 cash);

    /// @notice Cash of the insurance fund held by the engine.
    /// @return cash insurance cash (WAD)
    function insuranceCash() external view returns (uint256 cash);

    /// @notice The risk engine that judges accounts.
    /// @return account its address
    function riskEngine() external view returns (address account);

    /// @notice Cash of the protocol reserve held by the engine.
    /// @return cash reserve cash (WAD)
    function reserveCash() external view returns (uint256 cash);

    /// @notice Dollars owed a debt share, interest accrued to now.
    /// @return index borrow index (RAY)
    function borrowIndex() external view returns (uint256 index);

    /// @notice Yearly rate every debt pays since the debt or the pool's cash last changed.
    /// @return rate borrow rate (WAD)
    function borrowRate() external view returns (uint256 rate);

    /// @notice Signed cash of an account, interest accrued to now.
    /// @param account the account
    /// @return cash positive cash, or minus what it owes (WAD)
    function cashOf(address account) external view returns (int256 cash);

    /// @notice What an account owes, interest accrued to now, rounded up.
    /// @param account the account
    /// @return debt debt, 0 if none (WAD)
    function debtOf(address account) external view returns (uint256 debt);

    /// @notice Debt shares of an account.
    /// @param account the account
    /// @return shares its shares (raw)
    function debtSharesOf(address account) external view returns (uint256 shares);

    /// @notice Bitmap of the keys an account holds.
    /// @param account the account
    /// @return held bit k for key k (raw)
    function heldKeys(address account) external view returns (uint256 held);

    /// @notice Header of an account.
    /// @param account the account
    /// @return header keys, markets, mode, liquidation and the blocks of its last acts
    function headerOf(address account) external view returns (AccountHeader memory header);

    /// @notice What an account holds, as the risk engine sees it.
    /// @param account the account
    /// @return book cash accrued to now, balance words and positions
    function bookOf(address account) external view returns (Book memory book);

    /// @notice Margin of an account at cached prices. Never reverts.
    /// @param account the account
    /// @return margin its margin
    function marginOf(address account) external view returns (Margin memory margin);

    /// @notice The settlement token.
    /// @return token its address
    function asset() external view returns (address token);

    /// @notice WAD of one asset unit: 10^(18 - decimals).
    /// @return scale factor (count)
    function assetScale() external view returns (uint256 scale);

    /// @notice The liquidity pool, zero before `bind`.
    /// @return account its address
    function pool() external view returns (address account);

    /// @notice The insurance fund, zero before `bind`.
    /// @return account its address
    function insuranceFund() external view returns (address account);

    /// @notice The auction house, zero before `bind`.
    /// @return account its address
    function auctionHouse() external view returns (address account);
}
