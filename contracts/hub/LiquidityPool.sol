// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ILiquidityPool} from "../interfaces/ILiquidityPool.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {RedeemQueue} from "./RedeemQueue.sol";

/// @title LiquidityPool
/// @notice Shares in the pool cash and debt that the margin engine keeps (markets.md section 2).
contract LiquidityPool is RedeemQueue, ERC4626, ReentrancyGuardTransient, IERC165 {
    using Math for uint256;
    using SafeCast for uint256;
    using SafeCast for int256;
    using SafeERC20 for IERC20;

    /// @dev Virtual shares: an asset unit is at first 10^12 shares, so rounding a share moves less than 1e-12 of a
    /// unit.
    uint8 private constant _DECIMALS_OFFSET = 12;
    /// @dev A tenth of interest goes to insurance (markets.md section 1).
    uint256 private constant _INSURANCE_PART = 10;
    /// @dev ERC-7540 operators, ERC-7540 asynchronous redemption, ERC-7575 vault.
    bytes4 private constant _OPERATOR_ID = 0xe3bc4e65;
    bytes4 private constant _ASYNC_REDEEM_ID = 0x620ee8e4;
    bytes4 private constant _VAULT_ID = 0x2f0a18c5;

    /// @dev Holder and counter of all tokens.
    IMarginEngine private immutable _ENGINE;
    /// @dev WAD of one asset unit.
    uint256 private immutable _ASSET_SCALE;

    /// @dev Interest of which the insurance fund has had its part (WAD).
    uint256 private _interestSeen;

    /// @notice Fixes what the contract works with.
    /// @param engine margin engine
    constructor(IMarginEngine engine) ERC20("Causeway Liquidity Pool", "CWLP") ERC4626(IERC20(engine.asset())) {
        _ENGINE = engine;
        _ASSET_SCALE = engine.assetScale();
    }

    /// @inheritdoc ILiquidityPool
    function requestRedeem(
        uint256 shares,
        address controller,
        address owner
    ) external nonReentrant returns (uint256 requestId) {
        require(controller != address(0), LiquidityPool_ZeroAddress());
        require(convertToAssets(shares) > 0, LiquidityPool_Dust(0, shares));
        if (msg.sender != owner && !isOperator(owner, msg.sender)) _spendAllowance(owner, msg.sender, shares);
        _transfer(owner, address(this), shares);
        _enqueue(controller, shares);
        emit RedeemRequest({controller: controller, owner: owner, requestId: 0, sender: msg.sender, shares: shares});
        return 0;
    }

    /// @inheritdoc ILiquidityPool
    function processRedeem(uint256 maxCount) external nonReentrant returns (uint256 count) {
        _mintInsuranceShares();
        int256 value = netAssetValue();
        require(value > 0, LiquidityPool_NoValue(value));
        uint256 assetsLeft = totalAssets() + 1;
        uint256 sharesLeft = totalSupply() + _virtualShares();
        uint256 free = _ENGINE.freeLiquidity() / _ASSET_SCALE;
        uint256 paid;
        uint256 burnt;
        for (; count < maxCount && free > 0; ++count) {
            Request memory request = _requests[_head];
            if (request.shares == 0 || block.timestamp < request.requestedAt + _REDEEM_DELAY) break;
            (uint256 shares, uint256 assets) = _priced(request.shares, assetsLeft, sharesLeft, free);
            _fill(request, shares, assets);
            (assetsLeft, sharesLeft) = (assetsLeft - assets, sharesLeft - shares);
            (paid, burnt, free) = (paid + assets, burnt + shares, free - assets);
        }
        _burn(address(this), burnt);
        if (paid > 0) _ENGINE.poolPaid(address(this), paid);
    }

    /// @inheritdoc ILiquidityPool
    function mintInsuranceShares() external nonReentrant {
        _mintInsuranceShares();
    }

    /// @inheritdoc ILiquidityPool
    function share() external view returns (address token) {
        return address(this);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool supported) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == _OPERATOR_ID ||
            interfaceId == _ASYNC_REDEEM_ID ||
            interfaceId == _VAULT_ID;
    }

    /// @inheritdoc ERC4626
    function deposit(uint256 assets, address receiver) public override nonReentrant returns (uint256 shares) {
        _openForDeposit();
        return super.deposit(assets, receiver);
    }

    /// @inheritdoc ERC4626
    function mint(uint256 shares, address receiver) public override nonReentrant returns (uint256 assets) {
        _openForDeposit();
        return super.mint(shares, receiver);
    }

    /// @notice Claims assets of processed redemptions.
    /// @param assets amount (asset units)
    /// @param receiver who gets the tokens
    /// @param controller who requested; the caller or one it operates for
    /// @return shares shares they stand for (raw)
    function withdraw(
        uint256 assets,
        address receiver,
        address controller
    ) public override nonReentrant returns (uint256 shares) {
        _requireController(controller);
        uint256 most = maxWithdraw(controller);
        require(assets <= most, ERC4626ExceededMaxWithdraw(controller, assets, most));
        shares = _claimAssets(controller, assets);
        _payClaim({receiver: receiver, controller: controller, assets: assets, shares: shares});
    }

    /// @notice Claims shares of processed redemptions.
    /// @param shares shares (raw)
    /// @param receiver who gets the tokens
    /// @param controller who requested; the caller or one it operates for
    /// @return assets what they were priced at (asset units)
    function redeem(
        uint256 shares,
        address receiver,
        address controller
    ) public override nonReentrant returns (uint256 assets) {
        _requireController(controller);
        uint256 most = maxRedeem(controller);
        require(shares <= most, ERC4626ExceededMaxRedeem(controller, shares, most));
        assets = _claimShares(controller, shares);
        _payClaim({receiver: receiver, controller: controller, assets: assets, shares: shares});
    }

    /// @inheritdoc ILiquidityPool
    function netAssetValue() public view returns (int256 value) {
        return _ENGINE.poolCash() + _ENGINE.totalDebt().toInt256();
    }

    /// @inheritdoc ILiquidityPool
    function pendingInsuranceShares() public view returns (uint256 shares) {
        uint256 part = _ENGINE.interestAccrued().saturatingSub(_interestSeen) / _INSURANCE_PART;
        uint256 value = SignedMath.max(netAssetValue(), 0).toUint256();
        // While the pool is worth no more than the part itself, shares for it have no price: it waits.
        if (part >= value || _ENGINE.insuranceFund() == address(0)) return 0;
        return part.mulDiv(totalSupply() + _virtualShares(), value - part + _ASSET_SCALE);
    }

    /// @notice Pool cash and debt, rounded down, 0 if negative.
    /// @return assets amount (asset units)
    function totalAssets() public view override returns (uint256 assets) {
        return SignedMath.max(netAssetValue(), 0).toUint256() / _ASSET_SCALE;
    }

    /// @inheritdoc ERC4626
    function maxDeposit(address) public view override returns (uint256 assets) {
        if (!_isOpen()) return 0;
        // The engine counts pool cash in 128 signed bits.
        uint256 room = uint256(uint128(type(int128).max)) - SignedMath.max(_ENGINE.poolCash(), 0).toUint256();
        return room / _ASSET_SCALE;
    }

    /// @inheritdoc ERC4626
    function maxMint(address receiver) public view override returns (uint256 shares) {
        return _convertToShares(maxDeposit(receiver), Math.Rounding.Floor);
    }

    /// @inheritdoc ERC4626
    function maxWithdraw(address controller) public view override returns (uint256 assets) {
        return _claims[controller].assets;
    }

    /// @inheritdoc ERC4626
    function maxRedeem(address controller) public view override returns (uint256 shares) {
        return _claims[controller].shares;
    }

    /// @inheritdoc ERC4626
    function previewWithdraw(uint256) public pure override returns (uint256) {
        revert LiquidityPool_AsyncRedeem();
    }

    /// @inheritdoc ERC4626
    function previewRedeem(uint256) public pure override returns (uint256) {
        revert LiquidityPool_AsyncRedeem();
    }

    function _transferIn(address from, uint256 assets) internal override {
        IERC20 token = IERC20(asset());
        uint256 before = token.balanceOf(address(_ENGINE));
        token.safeTransferFrom(from, address(_ENGINE), assets);
        uint256 received = token.balanceOf(address(_ENGINE)) - before;
        require(received == assets, LiquidityPool_ShortTransfer(assets, received));
        _ENGINE.poolSupplied(assets);
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        require(assets > 0 && shares > 0, LiquidityPool_Dust(assets, shares));
        super._deposit(caller, receiver, assets, shares);
    }

    function _convertToShares(uint256 assets, Math.Rounding rounding) internal view override returns (uint256 shares) {
        return assets.mulDiv(_supplyWithInsurance() + _virtualShares(), totalAssets() + 1, rounding);
    }

    function _convertToAssets(uint256 shares, Math.Rounding rounding) internal view override returns (uint256 assets) {
        return shares.mulDiv(totalAssets() + 1, _supplyWithInsurance() + _virtualShares(), rounding);
    }

    function _decimalsOffset() internal pure override returns (uint8 offset) {
        return _DECIMALS_OFFSET;
    }

    /// @dev Brings the share price up to now, or says why there is none.
    function _openForDeposit() private {
        require(_isOpen(), LiquidityPool_NoValue(netAssetValue()));
        _mintInsuranceShares();
    }

    /// @dev Mints the insurance fund's part of the interest since the last time.
    function _mintInsuranceShares() private {
        uint256 shares = pendingInsuranceShares();
        if (shares == 0) return;
        uint256 interest = _ENGINE.interestAccrued();
        emit InsuranceSharesMinted(shares, interest - _interestSeen);
        _interestSeen = interest;
        _mint(_ENGINE.insuranceFund(), shares);
    }

    /// @dev Pays a claim from the tokens set aside for it.
    function _payClaim(address receiver, address controller, uint256 assets, uint256 shares) private {
        IERC20(asset()).safeTransfer(receiver, assets);
        emit Withdraw({sender: msg.sender, receiver: receiver, owner: controller, assets: assets, shares: shares});
    }

    /// @dev A pool without shares has no value yet and takes its first deposit; one with shares must be worth
    /// something.
    function _isOpen() private view returns (bool open) {
        int256 value = netAssetValue();
        return value > 0 || (value == 0 && totalSupply() == 0);
    }

    /// @dev Shares including those that the insurance fund has earned but not received.
    function _supplyWithInsurance() private view returns (uint256 supply) {
        return totalSupply() + pendingInsuranceShares();
    }

    /// @dev What of a request can be priced with the liquidity there is: assets down, shares of a part up.
    function _priced(
        uint256 requested,
        uint256 assetsLeft,
        uint256 sharesLeft,
        uint256 free
    ) private pure returns (uint256 shares, uint256 assets) {
        assets = requested.mulDiv(assetsLeft, sharesLeft);
        if (assets <= free) return (requested, assets);
        shares = free.mulDiv(sharesLeft, assetsLeft, Math.Rounding.Ceil).min(requested);
        return (shares, free);
    }

    function _virtualShares() private pure returns (uint256 shares) {
        return 10 ** _DECIMALS_OFFSET;
    }
}
