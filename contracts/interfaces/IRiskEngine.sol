// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Book, KeyTerms, Margin} from "../types/Margin.sol";

/// @title IRiskEngine
/// @notice Prices, haircut rows and market parameters; answers an account's equity and requirements in one call.
interface IRiskEngine {
    /// @notice Margin of a book at cached prices and rows.
    /// @param book what the account holds
    /// @return result equity and requirements
    function margin(Book calldata book) external view returns (Margin memory result);

    /// @notice Margin of a book after refreshing older prices and poking older rows.
    /// @param book what the account holds
    /// @param maxPriceAge a cached price older than this is refreshed (seconds)
    /// @param maxPokeAge a row poked longer ago than this is poked (seconds)
    /// @return result equity and requirements
    function freshMargin(
        Book calldata book,
        uint256 maxPriceAge,
        uint256 maxPokeAge
    ) external returns (Margin memory result);

    /// @notice Margin and the sale terms of every held key, everything refreshed in this block.
    /// @param book what the account holds
    /// @return result equity and requirements
    /// @return terms sale terms, ascending by key
    function liquidationTerms(Book calldata book) external returns (Margin memory result, KeyTerms[] memory terms);

    /// @notice Margin and one key's sale terms: that key refreshed in this block, the rest at most `maxPriceAge` old.
    /// @param book what the account holds
    /// @param key key to sell (id)
    /// @param maxPriceAge age up to which other cached prices are good (seconds)
    /// @return result equity and requirements
    /// @return terms sale terms of the key
    function saleTerms(
        Book calldata book,
        uint8 key,
        uint256 maxPriceAge
    ) external returns (Margin memory result, KeyTerms memory terms);

    /// @notice Price of the settlement asset, for payments.
    /// @return price price of one dollar of settlement asset (WAD)
    function settlementPrice() external view returns (uint256 price);
}
