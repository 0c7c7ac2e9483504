using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Devices;

/// <summary>How long what devices are given is good for.</summary>
public sealed record DeviceOptions
{
    private const string Message = "{0} must be from {1} to {2}.";

    /// <summary>Of credentials. A device renews them when two thirds are over; a revoked one keeps what it has for this long at most.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = Message)]
    public TimeSpan CredentialLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Of a pairing code.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = Message)]
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(30);
}
