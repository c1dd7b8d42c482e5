// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KeyTerms, Margin} from "../types/Margin.sol";

/// @notice One settled purchase from an auction: `units` move to the buyer, `payment` moves to the account less its penalty.
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
    /// @notice Adds collateral that a vault holds for the account. Gateway and hub vault only; reverts only while locked.
    /// @param account credited account
    /// @param key key (id)
    /// @param units amount (units)
    function creditCollateral(address account, uint8 key, uint64 units) external;

    /// @notice Removes collateral in a recorded write-off. Gateway only.
    /// @param account debited account
    /// @param key key (id)
    /// @param units amount (units)
    function debitCollateral(address account, uint8 key, uint64 units) external;

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

    /// @notice Marks an account as in liquidation if its maintenance margin is broken at prices of this block. Auction house only.
    /// @param account the account
    /// @return margin its margin
    /// @return terms sale terms of every held key, ascending
    function beginLiquidation(address account) external returns (Margin memory margin, KeyTerms[] memory terms);

    /// @notice Margin of an account with every price refreshed and every key poked in this block.
    /// @param account the account
    /// @return margin its margin
    function freshMargin(address account) external returns (Margin memory margin);

    /// @notice Margin and one key's terms for a take: that key's price live, the rest at most 60 s old. Auction house only.
    /// @param account account in liquidation
    /// @param key key to sell (id)
    /// @return margin its margin
    /// @return terms sale terms of the key
    function saleState(address account, uint8 key) external returns (Margin memory margin, KeyTerms memory terms);

    /// @notice Moves units and cash of one take, to the wei. Auction house only.
    /// @param settlement who gets what
    /// @return margin margin of the account afterwards
    function settleTake(TakeSettlement calldata settlement) external returns (Margin memory margin);

    /// @notice Withdraws units just bought to an address on the key's chain. Auction house only; the fee is the value sent.
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
}
