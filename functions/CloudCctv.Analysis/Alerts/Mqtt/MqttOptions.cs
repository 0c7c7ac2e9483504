using System.ComponentModel.DataAnnotations;
using System.Net;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>A broker that speaks MQTT 3.1.1, such as Mosquitto beside Home Assistant.</summary>
public sealed record MqttOptions : IValidatableObject
{
    private const string Levels = "^[^+#/\\u0000-\\u001F]+(/[^+#/\\u0000-\\u001F]+)*$";

    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "mqtt";

    /// <summary>The broker's name, as it is in its certificate, or its address.</summary>
    [Required]
    public string Host { get; init; } = "";

    /// <summary>8883 with TLS, mostly 1883 without.</summary>
    [Range(1, 65535, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int Port { get; init; } = 8883;

    /// <summary>False sends everything in the clear, pictures too.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>A PEM file of the authority that signed the broker's certificate, if the machine does not know it. Then only this one is trusted.</summary>
    public string? CaFile { get; init; }

    /// <summary>Who signs in; null signs in as nobody.</summary>
    public string? User { get; init; }

    /// <summary>A secret: give it through the environment, not a file.</summary>
    public string? Password { get; init; }

    /// <summary>Sends the password without TLS, to a broker whose address is loopback or private, and to no other.</summary>
    public bool AllowPasswordInClear { get; init; }

    /// <summary>What topics begin with: <c>PREFIX/SITE/CAMERA/alert</c>, <c>…/picture</c>, <c>PREFIX/status</c>.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    [RegularExpression(Levels, ErrorMessage = "{0} must be levels of a topic such as home/cctv: no + or #, no / at either end.")]
    public string TopicPrefix { get; init; } = "cloudcctv";

    /// <summary>Where Home Assistant looks for what there is; empty to announce nothing.</summary>
    [StringLength(200)]
    [RegularExpression(Levels, ErrorMessage = "{0} must be levels of a topic such as homeassistant: no + or #, no / at either end; or empty.")]
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Publishes the preview, retained.</summary>
    public bool SendPicture { get; init; } = true;

    /// <summary>Publishes again, with a higher <c>revision</c>, when more becomes known. Off: once per event.</summary>
    public bool SendUpdates { get; init; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CaFile is { } file && !File.Exists(file))
        {
            yield return new ValidationResult($"Mqtt '{Name}': CaFile '{file}' is not there; name a PEM file.");
        }

        if (User is null && Password is not null)
        {
            yield return new ValidationResult($"Mqtt '{Name}' has a Password and no User: name who signs in.");
        }

        if (!Tls && User is not null && !AllowPasswordInClear)
        {
            yield return new ValidationResult($"Mqtt '{Name}' has a User and Tls false, which would send its password in the clear: set Tls, or AllowPasswordInClear for a broker on this machine or network.");
        }
        else if (!Tls && User is not null && IPAddress.TryParse(Host, out var address) && PublicAddresses.Has(address))
        {
            yield return new ValidationResult($"Mqtt '{Name}': the Host is a public address, to which no password goes in the clear: set Tls.");
        }
    }

    // A record prints its properties; this one has a secret.
    public override string ToString() => $"Mqtt '{Name}'";
}
