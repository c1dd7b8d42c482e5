// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ILaneMessenger
/// @notice What both ends of a lane share as LayerZero applications.
interface ILaneMessenger {
    /// @notice A message of the peer that this version does not understand, that is dated too far ahead, or that came
    /// while this end took its lane for insecure, changed nothing. The last still tells the gateway how late its lane
    /// is.
    /// @param eid lane it came over (eid)
    /// @param guid LayerZero's id of the packet
    /// @param messageHash keccak256 of its bytes
    event MessageParked(uint32 indexed eid, bytes32 indexed guid, bytes32 messageHash);

    /// @notice A counter of an otherwise good message names a key that is not listed on this lane; it changed nothing.
    /// @param eid lane it came over (eid)
    /// @param guid LayerZero's id of the packet
    /// @param key key (id)
    event CounterIgnored(uint32 indexed eid, bytes32 indexed guid, uint16 key);

    /// @notice A packet that is not verified keeps others waiting; it may be skipped later.
    /// @param eid lane (eid)
    /// @param nonce the packet not verified (nonce)
    /// @param verifiedNonce a verified one behind it (nonce)
    /// @param skippableAt earliest `skipGap` (unix seconds)
    event GapReported(uint32 indexed eid, uint64 nonce, uint64 verifiedNonce, uint256 skippableAt);

    /// @notice A packet was skipped. What it carried is in later ones, or can be sent again.
    /// @param eid lane (eid)
    /// @param nonce the packet skipped (nonce)
    event GapSkipped(uint32 indexed eid, uint64 nonce);

    /// @notice A lane's other end is set once: a new vault is a new lane with new keys.
    /// @param eid lane (eid)
    /// @param peer the present one
    error LaneMessenger_PeerAlreadySet(uint32 eid, bytes32 peer);

    /// @notice The other end must be an address.
    /// @param eid lane (eid)
    /// @param peer the value refused
    error LaneMessenger_BadPeer(uint32 eid, bytes32 peer);

    /// @notice Enforced options must be one type-3 executor option that buys gas for `lzReceive` and carries no
    /// native value.
    /// @param options the value refused
    error LaneMessenger_BadOptions(bytes options);

    /// @notice No enforced options were set for messages on this lane.
    /// @param eid lane (eid)
    /// @param kind message type (id)
    error LaneMessenger_NoOptions(uint32 eid, uint16 kind);

    /// @notice More gas than a caller may buy beyond the standard. Ask for less.
    /// @param extraGas gas asked (gas units)
    /// @param maximum most allowed (gas units)
    error LaneMessenger_TooMuchGas(uint128 extraGas, uint256 maximum);

    /// @notice A delivery must carry no native value; deliver again without.
    /// @param value value given (wei)
    error LaneMessenger_NativeValue(uint256 value);

    /// @notice More counters than one message takes.
    /// @param count counters asked (count)
    /// @param maximum most allowed (count)
    error LaneMessenger_TooManyCounters(uint256 count, uint256 maximum);

    /// @notice There is no gap: the packet given is not verified, or it is not behind one that is not.
    /// @param eid lane (eid)
    /// @param nextNonce the first packet not verified (nonce)
    /// @param verifiedNonce the packet given (nonce)
    error LaneMessenger_NoGap(uint32 eid, uint64 nextNonce, uint64 verifiedNonce);

    /// @notice The gap must be reported first, or 30 minutes have not passed since.
    /// @param eid lane (eid)
    /// @param nonce the packet not verified (nonce)
    /// @param skippableAt earliest time, 0 if the gap has not been reported (unix seconds)
    error LaneMessenger_TooEarly(uint32 eid, uint64 nonce, uint256 skippableAt);

    /// @notice Reports that the next packet is not verified though a later one is. A report covers the packets missing
    /// before that one, 32 at most; the rest of a longer gap needs another report. Open to anyone.
    /// @param eid lane (eid)
    /// @param verifiedNonce a verified packet behind it, proven on the endpoint (nonce)
    function reportGap(uint32 eid, uint64 verifiedNonce) external;

    /// @notice Skips the next packet, 30 minutes after the gap was reported, if it is still not verified. Open to
    /// anyone.
    /// @param eid lane (eid)
    /// @param verifiedNonce a verified packet behind it, proven on the endpoint (nonce)
    function skipGap(uint32 eid, uint64 verifiedNonce) external;

    /// @notice The open report of a gap, if any.
    /// @param eid lane (eid)
    /// @return reach first packet the report does not cover, 0 if there was none (nonce)
    /// @return skippableAt earliest `skipGap` (unix seconds)
    function gapOf(uint32 eid) external view returns (uint64 reach, uint256 skippableAt);
}
