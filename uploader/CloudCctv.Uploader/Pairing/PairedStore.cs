using CloudCctv.Storage;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Pairing;

/// <summary>The store of a paired device.</summary>
internal static class PairedStore
{
    /// <returns>Null if the device is not paired.</returns>
    /// <exception cref="SettingsException">It is, and the settings or its files do not fit.</exception>
    public static Store? Find(UploaderSettings settings, TimeProvider clock, ILogger logger)
    {
        if (PairingFile.Read(settings.DataFolder) is not { } pairing)
        {
            return null;
        }

        if (pairing.Fault(settings) is { } fault)
        {
            throw new SettingsException(fault);
        }

        try
        {
            // They last as long as the process.
            var calls = new DeviceCalls(pairing.Server, DeviceKeyFile.Read(settings.DataFolder), pairing.Device);
            return StoreFactory.CreateLent(new GrantKeeper(calls, pairing, clock, logger), clock);
        }
        catch (PairingException exception)
        {
            throw new SettingsException(exception.Message, exception);
        }
    }
}
