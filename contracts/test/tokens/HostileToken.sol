// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HostileToken
/// @notice A token that misbehaves as it is told, from its next transfer on.
contract HostileToken is ERC20 {
    /// @notice How a transfer, or an answer, goes wrong.
    enum Mode {
        GOOD,
        FEE_ON_TRANSFER,
        BLACKLIST,
        PAUSED,
        HOOK,
        FALSE_RETURN,
        RETURN_BOMB,
        SILENT,
        SENDS_LESS,
        TAKES_MORE,
        BURNS_GAS,
        MUTE
    }

    uint256 private constant _BOMB_BYTES = 200_000;

    /// @notice What it does now.
    Mode public mode;
    /// @notice Whether the last hook's call went through.
    bool public hookDone;
    /// @notice What the last hook's call answered.
    bytes public hookAnswer;
    mapping(address account => bool refused) private _blacklist;
    address private _target;
    bytes private _call;

    /// @notice A revert with more data than a caller could afford to copy.
    /// @param data zeros
    error HostileToken_Bomb(bytes data);

    /// @notice The token does not like this.
    error HostileToken_Refused();

    constructor() ERC20("Hostile", "HOST") {}

    /// @notice Makes tokens out of nothing; with a vault as receiver, a rebase upwards.
    /// @param to who gets them
    /// @param amount how many (raw)
    function mint(address to, uint256 amount) external {
        _update(address(0), to, amount);
    }

    /// @notice Takes tokens away: a rebase downwards, or a seizure by the issuer.
    /// @param from who loses them
    /// @param amount how many (raw)
    function slash(address from, uint256 amount) external {
        _update(from, address(0), amount);
    }

    /// @notice Says what to do from now on.
    /// @param next the mode
    function setMode(Mode next) external {
        mode = next;
    }

    /// @notice Whom the blacklist names.
    /// @param account the account
    function blacklist(address account) external {
        _blacklist[account] = true;
    }

    /// @notice Whom each transfer in mode HOOK calls, and with what.
    /// @param target the callee
    /// @param call what to say
    function setHook(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    /// @inheritdoc ERC20
    function transfer(address to, uint256 amount) public override returns (bool done) {
        done = _act(msg.sender, to, amount);
    }

    /// @inheritdoc ERC20
    function transferFrom(address from, address to, uint256 amount) public override returns (bool done) {
        _spendAllowance(from, msg.sender, amount);
        done = _act(from, to, amount);
    }

    /// @inheritdoc ERC20
    function balanceOf(address account) public view override returns (uint256 balance) {
        if (mode == Mode.MUTE) _bomb();
        balance = super.balanceOf(account);
    }

    function _act(address from, address to, uint256 amount) private returns (bool done) {
        if (mode == Mode.FALSE_RETURN || mode == Mode.SILENT) return mode == Mode.SILENT;
        _balk(to);
        uint256 sent = mode == Mode.SENDS_LESS ? amount / 2 : amount;
        _update(from, to, sent);
        // One part in a hundred, rounded down: the token is hostile enough.
        if (mode == Mode.FEE_ON_TRANSFER) _update(to, address(0), amount / 100);
        if (mode == Mode.TAKES_MORE) _update(from, address(0), amount / 100);
        return true;
    }

    /// @dev Everything that stops, or comes before, the movement of tokens.
    function _balk(address to) private {
        require(mode != Mode.PAUSED, HostileToken_Refused());
        require(mode != Mode.BLACKLIST || !_blacklist[to], HostileToken_Refused());
        if (mode == Mode.RETURN_BOMB) _bomb();
        if (mode == Mode.BURNS_GAS) while (true) _blacklist[address(uint160(gasleft()))] = true;
        // solhint-disable-next-line avoid-low-level-calls
        if (mode == Mode.HOOK) (hookDone, hookAnswer) = _target.call(_call);
    }

    /// @dev `require` would make the data even where nothing is wrong.
    function _bomb() private pure {
        revert HostileToken_Bomb(new bytes(_BOMB_BYTES));
    }
}
