/* The input method plug-ins for fcitx and fcitx5 come from Debian and were built on Qt 6.4.  Of what they use of Qt's
   private parts three things are different in Qt 6.9; they are given here as the plug-ins know them. */
typedef _Bool Bool;

/* one flag more at its end than it has now */
Bool key_as_it_is(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
                  unsigned native, const void *text, Bool repeats, unsigned short count)
    __asm__("_ZN22QWindowSystemInterface22handleExtendedKeyEventEP7QWindowmN6QEvent4TypeEi6QFlagsIN2Qt16KeyboardModifier"
            "EEjjjRK7QStringbt");
Bool key_as_it_was(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
                   unsigned native, const void *text, Bool repeats, unsigned short count, Bool override)
    __asm__("_ZN22QWindowSystemInterface22handleExtendedKeyEventEP7QWindowmN6QEvent4TypeEi6QFlagsIN2Qt16KeyboardModifier"
            "EEjjjRK7QStringbtb");

Bool key_as_it_was(void *window, unsigned long time, int type, int key, int modifiers, unsigned scan, unsigned code,
                   unsigned native, const void *text, Bool repeats, unsigned short count, Bool override) {
    (void)override;
    return key_as_it_is(window, time, type, key, modifiers, scan, code, native, text, repeats, count);
}

/* QPlatformInputContext has a member now, where the plug-ins keep their first one: nothing may write it.  What was only
   a QObject is made as one (the plug-in's constructor sets the table of virtual functions), and the signal is sent
   without the direction of writing that would be kept there. */
void object(void *self, void *parent) __asm__("_ZN7QObjectC2EPS_");
void *input_method(void) __asm__("_ZN15QGuiApplication11inputMethodEv");
void locale_changed(void *input_method) __asm__("_ZN12QInputMethod13localeChangedEv");
void context_as_it_was(void *self) __asm__("_ZN21QPlatformInputContextC2Ev");
void locale_as_it_was(void *self) __asm__("_ZN21QPlatformInputContext17emitLocaleChangedEv");

void context_as_it_was(void *self) { object(self, 0); }

void locale_as_it_was(void *self) {
    (void)self;
    locale_changed(input_method());
}
