using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.EventGrid;

/// <summary>A custom topic of Azure Event Grid that takes CloudEvents, for other systems to subscribe to.</summary>
public sealed record EventGridOptions : IValidatableObject
{
    /// <summary>Of the topic's page: <c>https://NAME.REGION-1.eventgrid.azure.net/api/events</c>. Null to publish nothing.</summary>
    [WebAddress]
    public Uri? TopicEndpoint { get; init; }

    /// <summary>
    /// An access key of the topic. A secret: give it through the environment, not a file. Null to sign in with the identity of
    /// this machine or app, which needs the role EventGrid Data Sender.
    /// </summary>
    [MinLength(8, ErrorMessage = "{0} must be one of the topic's two access keys, or left out to sign in with the identity of this machine.")]
    public string? Key { get; init; }

    internal bool IsConfigured => TopicEndpoint is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => (TopicEndpoint, Key) switch
    {
        (null, not null) => [new ValidationResult("EventGrid:TopicEndpoint is missing, and EventGrid:Key is there: name the topic that the key is of.")],
        ({ IsAbsoluteUri: true, Scheme: "http", IsLoopback: false }, _) => [new ValidationResult("EventGrid:TopicEndpoint must be https: a key must not cross a network in the clear.")],
        ({ IsAbsoluteUri: true, Scheme: "http" }, null) => [new ValidationResult("EventGrid:TopicEndpoint must be https where no EventGrid:Key is given: an identity signs in over https only.")],
        _ => [],
    };

    // A record prints its properties; this one has a secret.
    public override string ToString() => $"EventGrid '{TopicEndpoint?.Host}'";
}
