// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ILiquidityPool} from "../interfaces/ILiquidityPool.sol";

/// @title RedeemQueue
/// @notice Who waits for which shares and who may claim what (ERC-7540). Counts only; the pool moves shares and
/// tokens.
abstract contract RedeemQueue is ILiquidityPool {
    /// @dev One request; `shares` falls as it is filled in parts.
    struct Request {
        address controller;
        // when it was made (unix seconds)
        uint40 requestedAt;
        // shares left in it (raw)
        uint256 shares;
    }

    /// @dev What a controller waits for and may claim.
    struct Claim {
        // shares in the queue (raw)
        uint256 pendingShares;
        // shares priced and not claimed (raw)
        uint256 shares;
        // assets set aside for them (asset units)
        uint256 assets;
    }

    /// @dev markets.md section 2: priced at the first observation at or after a day, so there is no option on the
    /// price.
    uint256 internal constant _REDEEM_DELAY = 24 hours;

    /// @dev Place of the next request, and number of requests made.
    uint128 internal _head;
    uint128 internal _length;
    mapping(uint256 position => Request request) internal _requests;
    mapping(address controller => Claim claim) internal _claims;
    mapping(address controller => mapping(address operator => bool approved)) private _operators;

    /// @inheritdoc ILiquidityPool
    function setOperator(address operator, bool approved) external returns (bool success) {
        _operators[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    /// @inheritdoc ILiquidityPool
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares) {
        return requestId == 0 ? _claims[controller].pendingShares : 0;
    }

    /// @inheritdoc ILiquidityPool
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares) {
        return requestId == 0 ? _claims[controller].shares : 0;
    }

    /// @inheritdoc ILiquidityPool
    function queueHead()
        external
        view
        returns (uint256 position, uint256 requests, address controller, uint256 requestedAt, uint256 shares)
    {
        Request storage request = _requests[_head];
        return (_head, _length, request.controller, request.requestedAt, request.shares);
    }

    /// @inheritdoc ILiquidityPool
    function isOperator(address controller, address operator) public view returns (bool status) {
        return _operators[controller][operator];
    }

    /// @dev Appends a request.
    function _enqueue(address controller, uint256 shares) internal {
        _requests[_length++] = Request({controller: controller, requestedAt: uint40(block.timestamp), shares: shares});
        _claims[controller].pendingShares += shares;
    }

    /// @dev Moves a priced part of the head request to its controller's claim; a request filled whole leaves the
    /// queue.
    function _fill(Request memory request, uint256 shares, uint256 assets) internal {
        uint128 position = _head;
        if (shares == request.shares) {
            delete _requests[position];
            _head = position + 1;
        } else {
            _requests[position].shares = request.shares - shares;
        }
        Claim storage claim = _claims[request.controller];
        claim.pendingShares -= shares;
        claim.shares += shares;
        claim.assets += assets;
        emit RedeemProcessed({controller: request.controller, position: position, shares: shares, assets: assets});
    }

    /// @dev Takes assets from a claim; the shares they stand for round up, so the rest is never overstated.
    function _claimAssets(address controller, uint256 assets) internal returns (uint256 shares) {
        Claim storage claim = _claims[controller];
        if (assets == 0) return 0;
        shares = Math.mulDiv(assets, claim.shares, claim.assets, Math.Rounding.Ceil);
        claim.shares -= shares;
        claim.assets -= assets;
    }

    /// @dev Takes shares from a claim; the assets round down, the last share takes the rest.
    function _claimShares(address controller, uint256 shares) internal returns (uint256 assets) {
        Claim storage claim = _claims[controller];
        if (shares == 0) return 0;
        assets = Math.mulDiv(shares, claim.assets, claim.shares);
        claim.shares -= shares;
        claim.assets -= assets;
    }

    /// @dev Reverts unless the caller is the controller or its operator.
    function _requireController(address controller) internal view {
        require(
            msg.sender == controller || isOperator(controller, msg.sender),
            LiquidityPool_NotAuthorised(controller, msg.sender)
        );
    }
}
