// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice LayerZero's ULN configuration of one application towards one chain. A count or confirmations of 0 inherits
/// the library's default; an `optionalDVNCount` of 255 means none.
/// @param confirmations source blocks a DVN waits for (count)
/// @param requiredDVNCount length of `requiredDVNs` (count)
/// @param optionalDVNCount length of `optionalDVNs` (count)
/// @param optionalDVNThreshold optional DVNs that must verify (count)
/// @param requiredDVNs DVNs that all must verify, ascending
/// @param optionalDVNs DVNs of which a threshold must verify, ascending
struct UlnConfig {
    uint64 confirmations;
    uint8 requiredDVNCount;
    uint8 optionalDVNCount;
    uint8 optionalDVNThreshold;
    address[] requiredDVNs;
    address[] optionalDVNs;
}

/// @title IUlnLibrary
/// @notice What is read from LayerZero's SendUln302 and ReceiveUln302.
interface IUlnLibrary {
    /// @notice The configuration an application has set itself, without the defaults filled in.
    /// @param oapp application
    /// @param remoteEid the other chain (eid)
    /// @return config its own configuration
    function getAppUlnConfig(address oapp, uint32 remoteEid) external view returns (UlnConfig memory config);

    /// @notice The configuration that applies, with the library's defaults filled in and its special values resolved.
    /// @param oapp application
    /// @param remoteEid the other chain (eid)
    /// @return config what packets are verified by
    function getUlnConfig(address oapp, uint32 remoteEid) external view returns (UlnConfig memory config);

    /// @notice The executor an application has set itself; send library only.
    /// @param oapp application
    /// @param remoteEid the other chain (eid)
    /// @return maxMessageSize largest message (count)
    /// @return executor executor contract
    function executorConfigs(
        address oapp,
        uint32 remoteEid
    ) external view returns (uint32 maxMessageSize, address executor);
}
