using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Settings.Remote;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Settings;

/// <summary>
/// What the device goes by now: the local file with the command line over it, and over that what the owner changed from
/// afar. Cameras, batches and uploads follow a change at once; all else waits for the next start. Thread-safe.
/// </summary>
internal sealed class SettingsInForce
{
    private readonly Lock gate = new();
    private readonly Func<ObjectNode> readLocal;
    private readonly ILogger logger;
    private ObjectNode local;
    private RemoteContent? remote;
    private bool remoteFits = true;
    private bool trial;
    private string? refused;

    /// <param name="readLocal">Reads file and command line anew, unchecked.</param>
    /// <param name="logger">Hears what a change comes to.</param>
    /// <exception cref="SettingsException">They cannot be used.</exception>
    public SettingsInForce(Func<ObjectNode> readLocal, ILogger logger)
    {
        (this.readLocal, this.logger) = (readLocal, logger);
        local = readLocal();
        Current = SettingsFile.Bind<UploaderSettings>(local);
    }

    /// <summary>Raised with the settings from now on, one change at a time.</summary>
    public event Action<UploaderSettings>? Changed;

    public UploaderSettings Current { get; private set; }

    /// <summary>What came from afar and is in force, or waits for a local file that it fits; null if nothing did.</summary>
    public RemoteContent? Remote
    {
        get
        {
            lock (gate)
            {
                return remote;
            }
        }
    }

    /// <summary>Reads file and command line anew. What came from afar stays over them, unless it no longer fits.</summary>
    /// <exception cref="SettingsException">They cannot be used: what was in force stays.</exception>
    public void Reload()
    {
        lock (gate)
        {
            var read = readLocal();
            var next = SettingsFile.Bind<UploaderSettings>(read);
            try
            {
                next = Merge(read, remote);
                remoteFits = true;
            }
            catch (SettingsException exception)
            {
                // Kept for the next change of the file, which may undo this one.
                logger.RemoteNoLongerFits(exception.Message);
                remoteFits = false;
            }

            local = read;
            Become(next);
        }
    }

    /// <summary>Puts content from afar into force, or null to take it back.</summary>
    /// <param name="content">What was put into the store.</param>
    /// <param name="onTrial">Whether that is yet to prove itself.</param>
    /// <exception cref="SettingsException">It cannot be used: what was in force stays.</exception>
    public void Use(RemoteContent? content, bool onTrial)
    {
        lock (gate)
        {
            var next = Merge(local, content);
            (remote, remoteFits, trial) = (content, true, onTrial);
            Become(next);
        }
    }

    /// <summary>What came from afar has proved itself.</summary>
    public void Confirm()
    {
        lock (gate)
        {
            (trial, refused) = (false, null);
            Changed?.Invoke(Current);
        }
    }

    /// <summary>Content from afar was refused or undone.</summary>
    public void Refuse(RemoteContent content)
    {
        lock (gate)
        {
            (trial, refused) = (false, content.Hash);
            Changed?.Invoke(Current);
        }
    }

    /// <summary>Which settings are in force, for the heartbeat.</summary>
    public SettingsHeartbeat Tell()
    {
        lock (gate)
        {
            return new SettingsHeartbeat
            {
                Hash = RemoteContent.HashOf(SettingsJson.Text(Current)),
                Remote = remoteFits ? remote?.Hash : null,
                Trial = trial ? true : null,
                Refused = refused,
            };
        }
    }

    private static UploaderSettings Merge(ObjectNode local, RemoteContent? remote) =>
        SettingsFile.Bind<UploaderSettings>(remote is null ? local : RemoteOverlay.Over(local, remote.Parse()));

    private void Become(UploaderSettings next)
    {
        var live = Current with { Cameras = next.Cameras, Batches = next.Batches, Upload = next.Upload };
        var waiting = typeof(UploaderSettings).GetProperties()
            .Where(property => SettingsJson.Text(property.GetValue(next) ?? "") != SettingsJson.Text(property.GetValue(live) ?? ""))
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
            .ToList();
        if (waiting.Count > 0)
        {
            logger.WaitsForRestart(string.Join(", ", waiting));
        }

        Current = live;
        Changed?.Invoke(live);
    }
}
