// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnforcedOptionParam} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/interfaces/IOAppOptionsType3.sol";
import {OAppOptionsType3} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/libs/OAppOptionsType3.sol";
import {OApp, Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {OAppCore} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OAppCore.sol";
import {OAppReceiver} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OAppReceiver.sol";
import {MessagingParams} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ILaneMessenger} from "../interfaces/ILaneMessenger.sol";
import {Messages} from "./Messages.sol";

/// @title LaneMessenger
/// @notice What vault and gateway share as LayerZero applications: peers set once, gas per record bought by the sender,
/// deliveries refused only while locked, unknown messages parked, and gaps skipped by anyone.
/// @dev The guard stands before the OApp, as it must where a book with the guard comes first: the state variables of a
/// vault then begin with its book's, as those of its desk do (docs/decisions/070).
abstract contract LaneMessenger is ILaneMessenger, ReentrancyGuardTransient, OApp, OAppOptionsType3 {
    using Math for uint256;
    using SafeCast for uint256;

    /// @notice An open report of a gap.
    /// @param reach first packet the report does not cover (nonce)
    /// @param skippableAt earliest skip (unix seconds)
    struct Gap {
        uint64 reach;
        uint40 skippableAt;
    }

    /// @dev A message dated further ahead is parked: two honest clocks agree to within it (system.md 3.1).
    uint256 internal constant _MAX_AHEAD = 2 hours;

    uint256 private constant _GAP_DELAY = 30 minutes;
    /// @dev Packets one report covers at most (count). Without a bound one forged packet, verified at a nonce far
    /// ahead, would let anyone skip everything the lane ever sends, long after its DVNs were replaced.
    uint256 private constant _GAP_REACH = 32;
    /// @dev Most gas a caller may buy beyond the standard. A message that asks for more than a block of the other chain
    /// holds is delivered by no executor, but by its sender whenever that suits it (decision 067).
    uint256 private constant _MAX_EXTRA_GAS = 10_000_000;
    /// @dev Type 3, executor worker, 17 bytes, lzReceive, gas of 16 bytes: the only form enforced options may have.
    uint256 private constant _OPTIONS_BYTES = 22;
    uint48 private constant _OPTIONS_PREFIX = 0x000301001101;

    mapping(uint32 eid => Gap gap) private _gaps;

    constructor(address endpoint_, address manager) OApp(endpoint_, manager) Ownable(manager) {}

    /// @inheritdoc ILaneMessenger
    function reportGap(uint32 eid, uint64 verifiedNonce) external {
        uint64 next = _requireGap(eid, verifiedNonce);
        Gap memory gap = _gaps[eid];
        // A report that still stands keeps its clock, so that reporting again cannot put the skip off.
        if (gap.reach > next) return;
        uint256 skippableAt = block.timestamp + _GAP_DELAY;
        // The smaller of the two fits 64 bits, since the first does.
        _gaps[eid] = Gap(uint64(Math.min(verifiedNonce, next + _GAP_REACH)), uint40(skippableAt));
        emit GapReported({eid: eid, nonce: next, verifiedNonce: verifiedNonce, skippableAt: skippableAt});
    }

    /// @inheritdoc ILaneMessenger
    function skipGap(uint32 eid, uint64 verifiedNonce) external {
        uint64 next = _requireGap(eid, verifiedNonce);
        Gap memory gap = _gaps[eid];
        // Every packet before the reported one was sent before it, so all of them have been due as long.
        uint256 skippableAt = gap.reach > next ? gap.skippableAt : 0;
        require(skippableAt != 0 && block.timestamp >= skippableAt, LaneMessenger_TooEarly(eid, next, skippableAt));
        emit GapSkipped(eid, next);
        endpoint.skip({_oapp: address(this), _srcEid: eid, _sender: peers[eid], _nonce: next});
    }

    /// @inheritdoc ILaneMessenger
    function gapOf(uint32 eid) external view returns (uint64 reach, uint256 skippableAt) {
        Gap memory gap = _gaps[eid];
        return (gap.reach, gap.skippableAt);
    }

    /// @notice Sets the other end of a lane, once. Owner.
    /// @param eid lane (eid)
    /// @param peer application there, left-padded
    function setPeer(uint32 eid, bytes32 peer) public virtual override(OAppCore) onlyOwner {
        require(peers[eid] == 0, LaneMessenger_PeerAlreadySet(eid, peers[eid]));
        require(peer != 0 && uint256(peer) <= type(uint160).max, LaneMessenger_BadPeer(eid, peer));
        _setPeer(eid, peer);
    }

    /// @inheritdoc OAppReceiver
    /// @dev Reverts only while locked (a delivery inside a callback), with native value, or for too little gas
    /// (INV-07).
    function lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        address executor,
        bytes calldata extraData
    ) public payable override nonReentrant {
        require(msg.value == 0, LaneMessenger_NativeValue(msg.value));
        super.lzReceive({_origin: origin, _guid: guid, _message: message, _executor: executor, _extraData: extraData});
    }

    /// @notice The options of a lane's messages before the gas for counters and totals. Callers cannot add any: they
    /// name extra gas only, so no message ever carries native value.
    /// @param eid lane (eid)
    /// @param kind message type (id)
    /// @return options the enforced options
    function combineOptions(
        uint32 eid,
        uint16 kind,
        bytes calldata
    ) public view override returns (bytes memory options) {
        options = enforcedOptions[eid][kind];
    }

    /// @dev The endpoint hands the excess of `fee` to `refund`, or reverts with LZ_InsufficientFee(required,
    /// supplied). On-chain quotes would cost 169,000 gas, so none is made.
    function _send(
        uint32 eid,
        bytes memory message,
        bytes memory options,
        uint256 fee,
        address refund
    ) internal returns (bytes32 guid) {
        MessagingParams memory params = MessagingParams({
            dstEid: eid,
            receiver: _getPeerOrRevert(eid),
            message: message,
            options: options,
            payInLzToken: false
        });
        // solhint-disable-next-line check-send-result
        guid = endpoint.send{value: fee}(params, refund).guid;
    }

    function _setEnforcedOptions(EnforcedOptionParam[] memory params) internal override {
        for (uint256 i = 0; i < params.length; ++i) {
            bytes memory options = params[i].options;
            require(
                options.length == _OPTIONS_BYTES && bytes6(options) == bytes6(_OPTIONS_PREFIX),
                LaneMessenger_BadOptions(options)
            );
        }
        super._setEnforcedOptions(params);
    }

    function _quoteFee(uint32 eid, bytes memory message, bytes memory options) internal view returns (uint256 fee) {
        fee = _quote(eid, message, options, false).nativeFee;
    }

    /// @dev The lane's base gas plus what its counters and totals and the caller ask for; never any native value.
    function _options(
        uint32 eid,
        uint16 kind,
        uint256 recordGas,
        uint128 extraGas
    ) internal view returns (bytes memory options) {
        require(extraGas <= _MAX_EXTRA_GAS, LaneMessenger_TooMuchGas(extraGas, _MAX_EXTRA_GAS));
        bytes memory enforced = enforcedOptions[eid][kind];
        require(enforced.length == _OPTIONS_BYTES, LaneMessenger_NoOptions(eid, kind));
        uint256 baseGas = uint128(bytes16(bytes22(enforced) << 48));
        options = abi.encodePacked(_OPTIONS_PREFIX, (baseGas + recordGas + extraGas).toUint128());
    }

    function _isTooFarAhead(uint256 sentAt) internal view returns (bool ahead) {
        ahead = sentAt > block.timestamp + _MAX_AHEAD;
    }

    /// @dev How long ago an instant of this chain's clock was, saturating at both ends.
    function _holdSince(uint256 seenAt) internal view returns (uint32 hold) {
        hold = uint32(block.timestamp.saturatingSub(seenAt).min(type(uint32).max));
    }

    function _requireCounters(uint256 count) internal pure {
        require(count <= Messages.MAX_COUNTERS, LaneMessenger_TooManyCounters(count, Messages.MAX_COUNTERS));
    }

    /// @dev The first packet not verified, if the one given is verified and behind it.
    function _requireGap(uint32 eid, uint64 verifiedNonce) private view returns (uint64 next) {
        bytes32 peer = _getPeerOrRevert(eid);
        next = endpoint.inboundNonce(address(this), eid, peer) + 1;
        require(
            verifiedNonce > next && endpoint.inboundPayloadHash(address(this), eid, peer, verifiedNonce) != 0,
            LaneMessenger_NoGap(eid, next, verifiedNonce)
        );
    }
}
