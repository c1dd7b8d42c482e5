// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ILiquidityPool
/// @notice Settlement-asset liquidity behind every loan: ERC-4626 for deposits, ERC-7540 for redemptions, which are
/// requested, priced a day later in order, and then claimed (markets.md section 2).
/// Assumptions: the tokens sit in the margin engine, which alone counts them; tokens sent to the engine or to the
/// pool by hand change no share price; the settlement token takes no fee on transfers. All redemption requests of a
/// controller are one (request id 0 of ERC-7540). A request that free liquidity covers in part is filled in part, so
/// that a large one neither waits for ever nor is overtaken; the rest keeps its place.
interface ILiquidityPool {
    /// @notice Shares were put in the redemption queue (ERC-7540).
    /// @param controller who will claim
    /// @param owner whose shares they were
    /// @param requestId always 0 (id)
    /// @param sender who asked
    /// @param shares shares escrowed (raw)
    event RedeemRequest(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    /// @notice A request was priced, whole or in part; its assets wait in the pool for the claim.
    /// @param controller who may claim
    /// @param position place in the queue (index)
    /// @param shares shares burnt (raw)
    /// @param assets amount now claimable (asset units)
    event RedeemProcessed(address indexed controller, uint256 indexed position, uint256 shares, uint256 assets);

    /// @notice A controller allowed or stopped an operator (ERC-7540).
    /// @param controller the controller
    /// @param operator who may act for it
    /// @param approved true if allowed from now on
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// @notice The insurance fund received its tenth of interest as shares.
    /// @param shares shares minted (raw)
    /// @param interest interest since the last time (WAD)
    event InsuranceSharesMinted(uint256 shares, uint256 interest);

    /// @notice The pool's value is not positive: its shares have no price to deposit or redeem at.
    /// @param netAssetValue pool cash and debt (WAD)
    error LiquidityPool_NoValue(int256 netAssetValue);

    /// @notice The deposit is worth less than one share, or the request less than one asset unit.
    /// @param assets assets offered (asset units)
    /// @param shares shares offered (raw)
    error LiquidityPool_Dust(uint256 assets, uint256 shares);

    /// @notice Less arrived than was sent: tokens that take a fee are refused.
    /// @param sent amount asked of the depositor (asset units)
    /// @param received amount that arrived (asset units)
    error LiquidityPool_ShortTransfer(uint256 sent, uint256 received);

    /// @notice Redemptions are priced when processed, so they cannot be previewed: use `requestRedeem`.
    error LiquidityPool_AsyncRedeem();

    /// @notice An address that must name somebody is zero.
    error LiquidityPool_ZeroAddress();

    /// @notice The caller is neither the controller nor its operator.
    /// @param controller the controller
    /// @param caller who tried
    error LiquidityPool_NotAuthorised(address controller, address caller);

    /// @notice Puts shares in the redemption queue. The caller is the owner, its operator, or has its allowance.
    /// @param shares shares to redeem (raw)
    /// @param controller who will claim
    /// @param owner whose shares they are
    /// @return requestId always 0 (id)
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);

    /// @notice Prices requests in order, each at least a day old, as far as free liquidity goes. Anyone may call.
    /// @param maxCount most requests to look at (count)
    /// @return count requests filled, in whole or in part (count)
    function processRedeem(uint256 maxCount) external returns (uint256 count);

    /// @notice Allows or stops an operator to request and claim for the caller.
    /// @param operator who may act for the caller
    /// @param approved true to allow
    /// @return success always true
    function setOperator(address operator, bool approved) external returns (bool success);

    /// @notice Mints the insurance fund's tenth of the interest since the last time. Every act that depends on the
    /// share price does so itself.
    function mintInsuranceShares() external;

    /// @notice Whether an operator may act for a controller.
    /// @param controller the controller
    /// @param operator the operator
    /// @return status true if allowed
    function isOperator(address controller, address operator) external view returns (bool status);

    /// @notice Shares of a controller that wait in the queue.
    /// @param requestId 0; any other has nothing (id)
    /// @param controller the controller
    /// @return shares shares waiting (raw)
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// @notice Shares of a controller that are priced and can be claimed.
    /// @param requestId 0; any other has nothing (id)
    /// @param controller the controller
    /// @return shares shares claimable (raw)
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// @notice The next request to be processed.
    /// @return position its place, equal to `requests` if the queue is empty (index)
    /// @return requests requests made so far (count)
    /// @return controller who will claim it
    /// @return requestedAt when it was made (unix seconds)
    /// @return shares shares left in it (raw)
    function queueHead()
        external
        view
        returns (uint256 position, uint256 requests, address controller, uint256 requestedAt, uint256 shares);

    /// @notice Interest shares that the insurance fund would receive now.
    /// @return shares shares not yet minted (raw)
    function pendingInsuranceShares() external view returns (uint256 shares);

    /// @notice Pool cash and debt, without rounding; may be negative.
    /// @return value net asset value (WAD)
    function netAssetValue() external view returns (int256 value);

    /// @notice The share token (ERC-7575): the pool itself.
    /// @return token its address
    function share() external view returns (address token);
}
