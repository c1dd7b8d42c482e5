// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title HostileCash
/// @notice A settlement token that keeps a fee of each transfer, or calls out in the middle of it. Its own hook's
/// failure is the transfer's failure, so that a test sees why.
contract HostileCash is ERC20 {
    using Address for address;

    uint256 private constant _BPS = 1e4;

    /// @notice Part of each transfer that is kept (bps).
    uint256 public feeBps;
    /// @notice What the contract called last answered.
    bytes public lastAnswer;
    address private _target;
    bytes private _call;

    constructor() ERC20("Hostile", "HOST") {}

    /// @notice Makes tokens out of nothing.
    /// @param to who gets them
    /// @param amount how many (raw)
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Sets the fee.
    /// @param bps part of each transfer (bps)
    function setFee(uint256 bps) external {
        feeBps = bps;
    }

    /// @notice Makes each transfer from now on call a contract.
    /// @param target whom to call, zero for nobody
    /// @param call what to say
    function setHook(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    /// @notice Decimals of a dollar token.
    /// @return count how many (count)
    function decimals() public pure override returns (uint8 count) {
        return 6;
    }

    function _update(address from, address to, uint256 amount) internal override {
        // The fee rounds down: the token is hostile enough.
        uint256 fee = from == address(0) ? 0 : (amount * feeBps) / _BPS;
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(0), fee);
        if (_target != address(0)) lastAnswer = _target.functionCall(_call);
    }
}
