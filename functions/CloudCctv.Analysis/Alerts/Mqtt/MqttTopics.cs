using System.Text;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>Where things are on a broker.</summary>
internal sealed class MqttTopics(MqttOptions options)
{
    private static readonly byte[] OnlineWord = Encoding.ASCII.GetBytes("online"), OfflineWord = Encoding.ASCII.GetBytes("offline");

    /// <summary>Whether a server would tell.</summary>
    public string Status => $"{options.TopicPrefix}/status";

    public MqttMessage Online => new(Status, OnlineWord, Retain: true);

    public MqttMessage Offline => new(Status, OfflineWord, Retain: true);

    /// <summary>JSON of each alert; not retained, or every new subscriber would be alarmed.</summary>
    public string AlertOf(CameraName camera) => $"{options.TopicPrefix}/{camera}/alert";

    /// <summary>The newest preview, retained.</summary>
    public string PictureOf(CameraName camera) => $"{options.TopicPrefix}/{camera}/picture";
}
