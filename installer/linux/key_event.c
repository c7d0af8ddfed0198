/* The input method plug-ins for fcitx and fcitx5 come from Debian and were built on Qt 6.4; they call
   QWindowSystemInterface::handleExtendedKeyEvent with one flag more at its end than Qt 6.9 has it. */
typedef _Bool Bool;

Bool as_it_is(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
              unsigned native, const void *text, Bool repeats, unsigned short count)
    __asm__("_ZN22QWindowSystemInterface22handleExtendedKeyEventEP7QWindowmN6QEvent4TypeEi6QFlagsIN2Qt16KeyboardModifier"
            "EEjjjRK7QStringbt");
Bool as_it_was(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
               unsigned native, const void *text, Bool repeats, unsigned short count, Bool override)
    __asm__("_ZN22QWindowSystemInterface22handleExtendedKeyEventEP7QWindowmN6QEvent4TypeEi6QFlagsIN2Qt16KeyboardModifier"
            "EEjjjRK7QStringbtb");

Bool as_it_was(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
               unsigned native, const void *text, Bool repeats, unsigned short count, Bool override) {
    (void)override;
    return as_it_is(window, time, type, key, modifiers, scan, code, native, text, repeats, count);
}
